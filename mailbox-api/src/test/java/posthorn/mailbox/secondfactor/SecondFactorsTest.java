package posthorn.mailbox.secondfactor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.budget.Permits;
import posthorn.mailbox.directory.AccountAccess;
import posthorn.mailbox.directory.AccountStatus;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.memory.MemoryAccess;
import posthorn.mailbox.memory.MemorySignInRecords;
import posthorn.mailbox.registry.AccessChanges;
import posthorn.mailbox.registry.DirectoryOutcome;
import posthorn.mailbox.registry.DirectoryOutcome.Reason;
import posthorn.mailbox.sealing.MasterKey;
import posthorn.mailbox.signin.AttemptLimits;
import posthorn.mailbox.signin.Attempts;
import posthorn.mailbox.signin.SecondFactors.Answer;
import posthorn.mailbox.signin.SecondFactors.Checked;
import posthorn.mailbox.signin.SecondFactors.Method;

/** What is shown besides the password: RFC 6238 and WebAuthn. */
class SecondFactorsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String PAGE = "https://mail.example.org";
    private static final byte[] CHALLENGE =
            "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final AddressEntry.Account ALICE =
            new AddressEntry.Account(
                    "alice@a.example", "a.example", "alice", AccountStatus.ACTIVE, 0, true, "", 1);

    private final MemoryAccess store = new MemoryAccess();
    private final SecureRandom random = new SecureRandom();
    private final AccessChanges changes = new AccessChanges(store);
    private final TotpSecrets secrets =
            new TotpSecrets(Optional.of(MasterKey.of("0123456789abcdef", random)), random);
    private long now = 1_800_000_000_000L;
    private final SecondFactorSetup setup = setup(secrets);
    private final MemorySignInRecords records = new MemorySignInRecords();

    private SecondFactorSetup setup(TotpSecrets kept) {
        return new SecondFactorSetup(
                changes, kept, "mail.example", () -> Instant.ofEpochMilli(now), random);
    }

    /** One pod of several. */
    private StoredSecondFactors pod() {
        return new StoredSecondFactors(
                changes,
                secrets,
                new Attempts(
                        records,
                        new AttemptLimits(2, 100, 100, Duration.ofMinutes(1)),
                        () -> Instant.ofEpochMilli(now),
                        new Permits("tests", 10, 10),
                        10),
                () -> Instant.ofEpochMilli(now));
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

    private AccountAccess access() {
        return Objects.requireNonNull(
                store.find(List.of("alice")).toCompletableFuture().join().get("alice"));
    }

    private byte[] app() {
        byte[] secret = Base32.decode(done(setup.beginTotp(ALICE)).secret());
        assertFalse(access().secondFactor().isOn(), "it counts once it has shown a code");
        done(setup.confirmTotp(ALICE, Totp.code(secret, now / 30_000)));
        return secret;
    }

    private Checked check(StoredSecondFactors pod, Answer answer) {
        return get(pod.check("alice", answer, "192.0.2.1"));
    }

    @Test
    void nothingIsAskedForUntilSomethingIsSetUp() {
        assertEquals(Set.of(), get(pod().methods("alice")));
        done(setup.beginTotp(ALICE));
        assertEquals(Set.of(), get(pod().methods("alice")));
        assertEquals(Reason.INVALID, refused(setup.confirmTotp(ALICE, "000000x")));
        now += Duration.ofHours(1).toMillis();
        assertEquals(Reason.CONFLICT, refused(setup.confirmTotp(ALICE, "000000")));
    }

    @Test
    void codeIsTakenOnceByWhicheverPod() {
        byte[] secret = app();
        assertEquals(EnumSet.of(Method.TOTP), get(pod().methods("alice")));
        String shownBefore = Totp.code(secret, now / 30_000);
        assertEquals(Checked.WRONG, check(pod(), new Answer.Totp(shownBefore)));
        now += 30_000;
        Answer code = new Answer.Totp(Totp.code(secret, now / 30_000));
        assertEquals(Checked.RIGHT, check(pod(), code));
        assertEquals(Checked.WRONG, check(pod(), code));
    }

    @Test
    void secretIsSealedInTheStore() {
        byte[] secret = app();
        String stored = access().secondFactor().totp().orElseThrow().secret();
        assertFalse(stored.contains(Totp.text(secret)));
        assertTrue(stored.length() > secret.length);
        SecondFactorSetup keyless = setup(new TotpSecrets(Optional.empty(), random));
        assertEquals(Reason.CONFLICT, refused(keyless.beginTotp(ALICE)));
    }

    @Test
    void whoGuessesWaitsOnAllPods() {
        byte[] secret = app();
        now += 30_000;
        for (int i = 0; i < 3; i++) {
            assertEquals(Checked.WRONG, check(pod(), new Answer.Totp("x" + i)));
        }
        Answer right = new Answer.Totp(Totp.code(secret, now / 30_000));
        assertEquals(Checked.TRY_LATER, check(pod(), right));
        assertEquals(
                Checked.RIGHT,
                get(pod().check("alice", right, "198.51.100.1")),
                "the owner elsewhere is not locked out");
    }

    @Test
    void recoveryCodeIsGoodOnceHoweverItIsTyped() {
        assertEquals(Reason.CONFLICT, refused(setup.makeRecoveryCodes(ALICE)));
        app();
        List<String> codes = done(setup.makeRecoveryCodes(ALICE));
        assertEquals(10, Set.copyOf(codes).size());
        assertEquals(EnumSet.of(Method.TOTP, Method.RECOVERY_CODE), get(pod().methods("alice")));
        Answer typed =
                new Answer.RecoveryCode(
                        " " + codes.get(3).toUpperCase(Locale.ROOT).replace('-', ' '));
        assertEquals(Checked.RIGHT, check(pod(), typed));
        assertEquals(Checked.WRONG, check(pod(), typed));
        assertEquals(9, access().secondFactor().recoveryCodes().size());
        done(setup.removeTotp(ALICE));
        assertEquals(List.of(), access().secondFactor().recoveryCodes());
    }

    private TestDevice device() {
        TestDevice device = new TestDevice();
        String options = done(setup.beginPasskey(ALICE, PAGE));
        done(setup.addPasskey(ALICE, "phone", device.create(options, PAGE), PAGE));
        return device;
    }

    private String shown(TestDevice device, String origin) {
        return device.get(get(pod().passkeyOptions("alice", CHALLENGE, origin)), origin);
    }

    @Test
    void passkeyOpensThePages() {
        TestDevice device = device();
        assertEquals(EnumSet.of(Method.PASSKEY), get(pod().methods("alice")));
        assertEquals(
                Checked.RIGHT,
                check(pod(), new Answer.Passkey(shown(device, PAGE), CHALLENGE, PAGE)));
        assertEquals(1, access().secondFactor().passkeys().getFirst().uses());
    }

    @Test
    void passkeyIsOfOnePageAndAnswersOneChallenge() {
        TestDevice device = device();
        String elsewhere = "https://mail.example.com";
        assertEquals(
                Checked.WRONG,
                check(pod(), new Answer.Passkey(shown(device, elsewhere), CHALLENGE, elsewhere)));
        byte[] other = CHALLENGE.clone();
        other[0]++;
        assertEquals(
                Checked.WRONG, check(pod(), new Answer.Passkey(shown(device, PAGE), other, PAGE)));
        assertEquals(
                Checked.WRONG,
                get(
                        pod().check(
                                        "alice",
                                        new Answer.Passkey(
                                                shown(new TestDevice(), PAGE), CHALLENGE, PAGE),
                                        "198.51.100.1")));
        assertEquals(
                Checked.WRONG,
                get(
                        pod().check(
                                        "alice",
                                        new Answer.Passkey("{\"id\":7}", CHALLENGE, PAGE),
                                        "198.51.100.2")));
    }

    @Test
    void copiedPasskeyIsNoticedByItsCount() {
        TestDevice device = device();
        device.setUses(7);
        Answer first = new Answer.Passkey(shown(device, PAGE), CHALLENGE, PAGE);
        assertEquals(Checked.RIGHT, check(pod(), first));
        assertEquals(Checked.WRONG, check(pod(), first));
        device.setUses(3);
        assertEquals(
                Checked.WRONG,
                check(pod(), new Answer.Passkey(shown(device, PAGE), CHALLENGE, PAGE)));
    }

    @Test
    void passkeyIsMadeOnAPageWithAName() {
        for (String origin : List.of("", "https://192.0.2.1:8080", "https://[::1]", "nonsense")) {
            assertEquals(Reason.INVALID, refused(setup.beginPasskey(ALICE, origin)));
        }
        TestDevice device = device();
        String options = done(setup.beginPasskey(ALICE, PAGE));
        assertEquals(
                Reason.INVALID,
                refused(
                        setup.addPasskey(
                                ALICE,
                                "other",
                                new TestDevice().create(options, "https://evil.example"),
                                "https://evil.example")));
        assertEquals(
                Reason.CONFLICT,
                refused(setup.addPasskey(ALICE, "again", device.create(options, PAGE), PAGE)));
        String id = access().secondFactor().passkeys().getFirst().id();
        done(setup.removePasskey(ALICE, id));
        assertFalse(access().secondFactor().isOn());
        assertEquals(Reason.UNKNOWN, refused(setup.removePasskey(ALICE, id)));
    }
}
