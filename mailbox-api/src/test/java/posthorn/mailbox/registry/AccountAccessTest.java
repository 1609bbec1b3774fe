package posthorn.mailbox.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.benmanes.caffeine.cache.Ticker;
import io.smallrye.mutiny.Uni;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.account.CommandOutcome;
import posthorn.mailbox.account.QuotaLimits;
import posthorn.mailbox.account.RefusalReason;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.budget.Permits;
import posthorn.mailbox.directory.AccessRules;
import posthorn.mailbox.directory.AccessRules.Level;
import posthorn.mailbox.directory.AccessRules.SwitchState;
import posthorn.mailbox.directory.AccessSwitch;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.AppPassword;
import posthorn.mailbox.directory.Domain;
import posthorn.mailbox.directory.SecondFactor;
import posthorn.mailbox.memory.MemoryAccess;
import posthorn.mailbox.memory.MemoryDirectory;
import posthorn.mailbox.memory.MemoryDomainQuotas;
import posthorn.mailbox.memory.MemoryOutside;
import posthorn.mailbox.memory.MemorySignInJournal;
import posthorn.mailbox.memory.MemorySignInRecords;
import posthorn.mailbox.registry.Authenticator.Verdict;
import posthorn.mailbox.registry.DirectoryOutcome.Reason;
import posthorn.mailbox.signin.AttemptLimits;
import posthorn.mailbox.signin.Attempts;
import posthorn.mailbox.signin.PasswordRules;
import posthorn.mailbox.signin.Passwords;
import posthorn.mailbox.signin.SelfSignInTokens;
import posthorn.mailbox.signin.SignIn;
import posthorn.mailbox.signin.SignInOutcome;
import posthorn.mailbox.signin.SignInRecorder;
import posthorn.mailbox.signin.Verified;
import posthorn.protocol.sasl.Credential;
import posthorn.protocol.signin.SignInAttempt;
import posthorn.protocol.signin.SignInProtocol;
import posthorn.protocol.signin.SignInRefusal;

/** App passwords, switches and the journal, as somebody who signs in meets them. */
class AccountAccessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String MAIN = "main password";
    private static final String HOME = "192.0.2.1";
    private static final String STRANGE = "198.51.100.1";

    private final MemoryDirectory directory = new MemoryDirectory();
    private final MemorySignInJournal journal = new MemorySignInJournal(100);
    private final MemorySignInRecords records = new MemorySignInRecords();
    private final Passwords passwords = new Passwords(1, 10, 10);
    private final ScramSalts salts = new ScramSalts(directory, new SecureRandom(), 4096);
    private final AccessChanges changes = new AccessChanges(new MemoryAccess());
    private long now = 1_800_000_000_000L;
    private final Attempts attempts = attempts();
    private final AppPasswords apps =
            new AppPasswords(changes, passwords, salts, this::time, new SecureRandom());
    private final AccountSwitches switches =
            new AccountSwitches(directory, changes, AccessRules.USUAL);
    private final Registry registry =
            new Registry(
                    directory,
                    new Finisher(
                            directory,
                            (account, command) ->
                                    Uni.createFrom()
                                            .item(
                                                    new Result(
                                                            1,
                                                            new CommandOutcome.Refused(
                                                                    RefusalReason.NOT_ALLOWED,
                                                                    "whatever it says"))),
                            this::time,
                            new DomainQuotas(new MemoryDomainQuotas(), QuotaLimits.NONE),
                            journal::remove),
                    passwords,
                    salts,
                    PasswordRules.strict(8),
                    changes,
                    this::time,
                    new SecureRandom());
    private final RecentSignIns recent =
            new RecentSignIns(journal, attempts, attempts(), registry, apps);
    private final LoginLookup logins = new LoginLookup(directory, directory, true);
    private final SignInRules rules =
            new AccountSignInRules(directory, changes, AccessRules.USUAL, this::time);
    private final SignInObserver observer =
            new RecordedSignIns(new SignInRecorder(journal, this::time, 100), changes, this::time);
    private final Authenticator authenticator =
            new Authenticator(
                    new PasswordSignIn(
                            directory,
                            logins,
                            rules,
                            new PasswordCheck(
                                    passwords,
                                    new Verified(Duration.ofMinutes(1), Ticker.systemTicker()),
                                    new MemoryOutside()),
                            salts,
                            attempts,
                            observer),
                    new SelfSignIn(
                            SelfSignInTokens.ofOneProcess(new SecureRandom(), this::time),
                            logins,
                            rules),
                    new TokenSignIn(
                            shown -> Uni.createFrom().nothing(), logins, rules, attempts, observer),
                    new CertificateSignIn(logins, rules, observer));

    private Instant time() {
        return Instant.ofEpochMilli(now);
    }

    private Attempts attempts() {
        return new Attempts(
                records,
                new AttemptLimits(2, 100, 100, Duration.ofMinutes(1)),
                this::time,
                new Permits("tests", 10, 10),
                10);
    }

    @BeforeEach
    void addAlice() {
        directory.add(new Domain("a.example", "", 1));
        done(registry.createAccount("alice@a.example", MAIN));
    }

    @AfterEach
    void close() {
        passwords.close();
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    private static <T> T done(Uni<DirectoryOutcome<T>> outcome) {
        return switch (get(outcome)) {
            case DirectoryOutcome.Done<T>(T value) -> value;
            case DirectoryOutcome.Refused<T> refused -> throw new AssertionError("" + refused);
        };
    }

    private static <T> Reason refused(Uni<DirectoryOutcome<T>> outcome) {
        return switch (get(outcome)) {
            case DirectoryOutcome.Done<T> done -> throw new AssertionError("" + done);
            case DirectoryOutcome.Refused<T> refused -> refused.reason();
        };
    }

    private AddressEntry.Account alice() {
        return directory
                                .addresses(List.of("alice@a.example"))
                                .toCompletableFuture()
                                .join()
                                .get("alice@a.example")
                        instanceof AddressEntry.Account account
                ? account
                : throwing();
    }

    private static AddressEntry.Account throwing() {
        throw new AssertionError("alice is gone");
    }

    private Verdict signIn(String password, SignInProtocol protocol, String client) {
        return get(
                authenticator.check(
                        new SignInAttempt(
                                new Credential.Password("alice@a.example", password),
                                protocol,
                                "PLAIN",
                                new SignInAttempt.Client(client, ""))));
    }

    private Verdict signIn(String password, SignInProtocol protocol) {
        return signIn(password, protocol, HOME);
    }

    private static void welcome(Verdict verdict) {
        assertInstanceOf(Verdict.Welcome.class, verdict);
    }

    private static void refusedFor(SignInRefusal why, Verdict verdict) {
        assertEquals(new Verdict.Refused(why), verdict);
    }

    private AppPasswords.Made make(SignInProtocol... protocols) {
        return done(apps.make(alice(), "Thunderbird", Set.of(protocols)));
    }

    private void twoFactor() {
        done(
                changes.change(
                        alice().account(),
                        access ->
                                AccessChanges.Decision.write(
                                        access.with(
                                                SecondFactor.NONE.withTotp(
                                                        Optional.of(
                                                                new SecondFactor.Totp("s", 0)))),
                                        true)));
    }

    private List<SignInOutcome> outcomes() {
        return get(recent.of(alice())).stream().map(one -> one.kind().outcome()).toList();
    }

    private SignIn last() {
        return get(recent.of(alice())).getFirst();
    }

    @Test
    void appPasswordOpensItsProtocolsAndNoPages() {
        String shown = make(SignInProtocol.IMAP).shown();
        welcome(signIn(shown, SignInProtocol.IMAP));
        SignInRefusal other = new SignInRefusal.OtherAppPassword("");
        refusedFor(other, signIn(shown, SignInProtocol.SMTP));
        refusedFor(other, signIn(shown, SignInProtocol.PAGES));
        welcome(signIn(MAIN, SignInProtocol.SMTP));
    }

    @Test
    void withTwoFactorTheMainPasswordOpensThePagesOnly() {
        twoFactor();
        refusedFor(new SignInRefusal.AppPasswordNeeded(""), signIn(MAIN, SignInProtocol.IMAP));
        welcome(signIn(MAIN, SignInProtocol.PAGES));
        welcome(signIn(make(SignInProtocol.IMAP).shown(), SignInProtocol.IMAP));
        refusedFor(new SignInRefusal.BadCredentials(), signIn("guess", SignInProtocol.IMAP));
    }

    @Test
    void revokedAppPasswordOpensNothing() {
        AppPasswords.Made made = make(SignInProtocol.IMAP);
        welcome(signIn(made.shown(), SignInProtocol.IMAP));
        done(apps.revoke(alice(), made.password().id()));
        refusedFor(new SignInRefusal.BadCredentials(), signIn(made.shown(), SignInProtocol.IMAP));
        assertEquals(Reason.UNKNOWN, refused(apps.revoke(alice(), made.password().id())));
    }

    @Test
    void dayOfTheLastUseIsWrittenDown() {
        AppPasswords.Made made = make(SignInProtocol.IMAP);
        assertEquals(0, get(apps.of(alice())).getFirst().lastUsed());
        welcome(signIn(made.shown(), SignInProtocol.IMAP));
        assertEquals(now / 86_400_000, get(apps.of(alice())).getFirst().lastUsed());
    }

    @Test
    void temporaryOneIsNotShownAndEndsByItself() {
        AppPasswords.Made made =
                done(
                        apps.makeTemporary(
                                alice(), Set.of(SignInProtocol.IMAP), Duration.ofMinutes(5)));
        assertEquals(List.of(), get(apps.of(alice())));
        welcome(signIn(made.shown(), SignInProtocol.IMAP));
        now += Duration.ofMinutes(5).toMillis();
        refusedFor(new SignInRefusal.BadCredentials(), signIn(made.shown(), SignInProtocol.IMAP));
        make(SignInProtocol.POP3);
        assertEquals(1, get(changes.of(alice().account())).appPasswords().size(), "swept");
    }

    @Test
    void namesProtocolsAndNumberOfAppPasswordsAreBounded() {
        assertEquals(Reason.INVALID, refused(apps.make(alice(), " ", Set.of(SignInProtocol.IMAP))));
        assertEquals(Reason.INVALID, refused(apps.make(alice(), "x", Set.of())));
        assertEquals(
                Reason.INVALID, refused(apps.make(alice(), "x", Set.of(SignInProtocol.PAGES))));
        done(
                changes.change(
                        alice().account(),
                        access ->
                                AccessChanges.Decision.write(
                                        access.withAppPasswords(
                                                Collections.nCopies(
                                                        50,
                                                        new AppPassword(
                                                                "id",
                                                                "name",
                                                                Set.of(SignInProtocol.IMAP),
                                                                "$sha256$AA$AA",
                                                                "",
                                                                1,
                                                                0,
                                                                0))),
                                        true)));
        assertEquals(
                Reason.CONFLICT, refused(apps.make(alice(), "x", Set.of(SignInProtocol.IMAP))));
    }

    @Test
    void switchedOffProtocolIsRefusedByName() {
        done(switches.changeDomain("A.example", Map.of(AccessSwitch.POP3, Optional.of(false))));
        refusedFor(new SignInRefusal.SwitchedOff("POP3", ""), signIn(MAIN, SignInProtocol.POP3));
        refusedFor(new SignInRefusal.BadCredentials(), signIn("guess", SignInProtocol.POP3));
        welcome(signIn(MAIN, SignInProtocol.IMAP));
        assertEquals(
                new SwitchState(false, Level.DOMAIN),
                get(switches.of(alice())).get(AccessSwitch.POP3));
        done(switches.change(alice(), Map.of(AccessSwitch.POP3, Optional.of(true))));
        welcome(signIn(MAIN, SignInProtocol.POP3));
        done(switches.change(alice(), Map.of(AccessSwitch.POP3, Optional.empty())));
        refusedFor(new SignInRefusal.SwitchedOff("POP3", ""), signIn(MAIN, SignInProtocol.POP3));
        assertEquals(Reason.UNKNOWN, refused(switches.ofDomain("b.example")));
    }

    @Test
    void ownersSeeWhatCameOfEachAttempt() {
        welcome(signIn(MAIN, SignInProtocol.IMAP));
        now++;
        signIn("guess", SignInProtocol.IMAP, STRANGE);
        now++;
        signIn(make(SignInProtocol.IMAP).shown(), SignInProtocol.SMTP);
        assertEquals(
                List.of(
                        SignInOutcome.APP_PASSWORD_NOT_FOR,
                        SignInOutcome.BAD_CREDENTIALS,
                        SignInOutcome.SUCCESS),
                outcomes());
    }

    @Test
    void confirmedClientNeedNotWait() {
        for (int i = 0; i < 3; i++) {
            now++;
            signIn("guess", SignInProtocol.IMAP, STRANGE);
        }
        now++;
        refusedFor(new SignInRefusal.TryLater(), signIn(MAIN, SignInProtocol.IMAP, STRANGE));
        assertEquals(SignInOutcome.BLOCKED, last().kind().outcome());
        welcome(signIn(MAIN, SignInProtocol.IMAP, HOME));
        SignIn blocked =
                get(recent.of(alice())).stream()
                        .filter(one -> one.kind().outcome() == SignInOutcome.BLOCKED)
                        .findFirst()
                        .orElseThrow();
        assertEquals(
                SignIn.OwnerAnswer.CONFIRMED, done(recent.confirm(alice(), blocked.id())).answer());
        welcome(signIn(MAIN, SignInProtocol.IMAP, STRANGE));
        assertEquals(Reason.UNKNOWN, refused(recent.confirm(alice(), "none")));
    }

    @Test
    void disownedSignInEndsSessionsAndItsAppPassword() {
        AppPasswords.Made made = make(SignInProtocol.IMAP);
        welcome(signIn(made.shown(), SignInProtocol.IMAP, STRANGE));
        long generation = alice().wish();
        assertEquals(
                SignIn.OwnerAnswer.DISOWNED, done(recent.disown(alice(), last().id())).answer());
        assertNotEquals(generation, alice().wish());
        assertTrue(alice().settled());
        refusedFor(
                new SignInRefusal.BadCredentials(),
                signIn(made.shown(), SignInProtocol.IMAP, HOME));
        welcome(signIn(MAIN, SignInProtocol.IMAP));
    }

    @Test
    void newPasswordIsWrittenDownWithItsTime() {
        now += 1000;
        done(registry.setPassword("alice@a.example", "another password"));
        assertEquals(now, get(changes.of(alice().account())).passwordSet());
        assertEquals(
                Reason.PASSWORD_COMMON,
                refused(registry.setPassword("alice@a.example", "Password1")));
    }
}
