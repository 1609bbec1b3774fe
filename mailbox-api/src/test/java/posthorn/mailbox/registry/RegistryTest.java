package posthorn.mailbox.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.account.Access;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.CommandOutcome;
import posthorn.mailbox.account.QuotaLimits;
import posthorn.mailbox.account.RefusalReason;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.directory.AccountStatus;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.memory.MemoryAccess;
import posthorn.mailbox.memory.MemoryDirectory;
import posthorn.mailbox.memory.MemoryDomainQuotas;
import posthorn.mailbox.signin.PasswordRules;
import posthorn.mailbox.signin.Passwords;

class RegistryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final MemoryDirectory directory = new MemoryDirectory();
    private final MemoryAccess access = new MemoryAccess();
    private final List<Command> logged = new ArrayList<>();
    private final Passwords passwords = new Passwords(1, 10, 10);
    private boolean away;

    private final Finisher finisher =
            new Finisher(
                    directory,
                    this::log,
                    () -> Instant.ofEpochMilli(1),
                    new DomainQuotas(new MemoryDomainQuotas(), QuotaLimits.octets(1000)),
                    account -> access.remove(account));
    private final Registry registry =
            new Registry(
                    directory,
                    finisher,
                    passwords,
                    new ScramSalts(directory, new SecureRandom(), 4096),
                    PasswordRules.strict(6),
                    new AccessChanges(access),
                    () -> Instant.ofEpochMilli(1),
                    RandomGenerator.getDefault());

    private final AddressRegistry addresses =
            new AddressRegistry(directory, () -> Instant.ofEpochMilli(1), 1000);

    private Uni<Result> log(String account, Command command) {
        if (away || account.startsWith("stuck")) {
            return Uni.createFrom().failure(new IllegalStateException("away"));
        }
        logged.add(command);
        return Uni.createFrom()
                .item(
                        new Result(
                                1,
                                new CommandOutcome.Refused(
                                        RefusalReason.NOT_ALLOWED, "whatever it says")));
    }

    @AfterEach
    void close() {
        passwords.close();
    }

    private static <T> T done(Uni<DirectoryOutcome<T>> outcome) {
        return switch (outcome.await().atMost(PATIENCE)) {
            case DirectoryOutcome.Done<T>(T value) -> value;
            case DirectoryOutcome.Refused<T> refused -> throw new AssertionError("" + refused);
        };
    }

    private static <T> DirectoryOutcome.Reason refused(Uni<DirectoryOutcome<T>> outcome) {
        return switch (outcome.await().atMost(PATIENCE)) {
            case DirectoryOutcome.Done<T> done -> throw new AssertionError("" + done);
            case DirectoryOutcome.Refused<T>(var reason, String error, String advice) -> {
                assertFalse(error.isBlank());
                assertFalse(advice.isBlank());
                yield reason;
            }
        };
    }

    private AddressEntry.Account alice() {
        done(registry.addDomain("A.Example", ""));
        return done(registry.createAccount("Alice@a.example", "secret word"));
    }

    @Test
    void accountIsMadeWithItsLogAndSettled() {
        AddressEntry.Account alice = alice();
        assertEquals("alice@a.example", alice.address());
        assertEquals(AccountStatus.ACTIVE, alice.state());
        assertTrue(alice.settled());
        assertEquals(
                List.of(new Command.CreateAccount("create", QuotaLimits.octets(1000))), logged);
        assertEquals(
                List.of(alice), registry.accounts("a.example", "", 10).await().atMost(PATIENCE));
    }

    @Test
    void whatIsNoAddressNoDomainOrNoPasswordIsRefused() {
        assertEquals(
                DirectoryOutcome.Reason.INVALID, refused(registry.addDomain("not a domain", "")));
        assertEquals(
                DirectoryOutcome.Reason.INVALID,
                refused(registry.addDomain("b.example", "nobody")));
        assertEquals(
                DirectoryOutcome.Reason.UNKNOWN,
                refused(registry.createAccount("alice@other.example", "secret word")));
        alice();
        assertEquals(
                DirectoryOutcome.Reason.PASSWORD_LENGTH,
                refused(registry.createAccount("bob@a.example", "")));
        assertEquals(
                DirectoryOutcome.Reason.PASSWORD_COMMON,
                refused(registry.createAccount("bob@a.example", "Password1")));
        assertEquals(
                DirectoryOutcome.Reason.PASSWORD_CONTAINS_ADDRESS,
                refused(registry.createAccount("bob@a.example", "my bob@a.example")));
        assertEquals(
                DirectoryOutcome.Reason.CONFLICT,
                refused(registry.createAccount("ALICE@A.example", "secret word")));
        assertEquals(
                DirectoryOutcome.Reason.CONFLICT, refused(registry.addDomain("a.example", "")));
    }

    @Test
    void domainGoesWhenItsAddressesAreGone() {
        alice();
        done(addresses.createAlias("info@a.example", "alice@a.example"));
        assertEquals(DirectoryOutcome.Reason.CONFLICT, refused(registry.removeDomain("a.example")));
        assertEquals(
                DirectoryOutcome.Reason.UNKNOWN, refused(addresses.removeAlias("alice@a.example")));
        done(registry.setState("alice@a.example", AccountStatus.DELETED));
        done(registry.removeDomain("A.EXAMPLE"));
        assertEquals(DirectoryOutcome.Reason.UNKNOWN, refused(registry.removeDomain("a.example")));
    }

    @Test
    void logFollowsEachWishUnderAKeyOfItsOwn() {
        alice();
        done(registry.setState("alice@a.example", AccountStatus.DISABLED));
        done(registry.setState("alice@a.example", AccountStatus.ACTIVE));
        List<String> keys =
                logged.stream()
                        .filter(Command.SetAccess.class::isInstance)
                        .map(command -> ((Command.SetAccess) command).key())
                        .toList();
        assertEquals(2, keys.stream().distinct().count());
        assertTrue(registry.accounts("", "", 1).await().atMost(PATIENCE).getFirst().letsIn());
    }

    @Test
    void whatIsLeftHalfDoneIsFinishedByTheNextOne() {
        alice();
        away = true;
        assertThrows(
                IllegalStateException.class,
                () -> done(registry.setState("alice@a.example", AccountStatus.DISABLED)));
        assertFalse(registry.accounts("", "", 1).await().atMost(PATIENCE).getFirst().settled());
        finisher.finishAll().await().atMost(PATIENCE);
        assertFalse(registry.accounts("", "", 1).await().atMost(PATIENCE).getFirst().settled());
        away = false;
        finisher.finishAll().await().atMost(PATIENCE);
        AddressEntry.Account alice =
                registry.accounts("", "", 1).await().atMost(PATIENCE).getFirst();
        assertTrue(alice.settled());
        assertEquals("DISABLED", alice.state().name().toUpperCase(Locale.ROOT));
    }

    private AddressEntry.Account halfDone(String name) {
        AddressEntry.Account account =
                new AddressEntry.Account(
                        name + "@a.example",
                        "a.example",
                        name,
                        AccountStatus.CREATING,
                        0,
                        false,
                        "",
                        1);
        directory.add(account);
        return account;
    }

    @Test
    void accountsThatCannotBeFinishedDoNotKeepOthersFromIt() {
        for (int i = 0; i < 150; i++) {
            halfDone("stuck" + i);
        }
        AddressEntry.Account last = halfDone("zoe");
        finisher.finishAll().await().atMost(PATIENCE);
        assertEquals(
                List.of(last.asSettled()), registry.accounts("", "z", 10).await().atMost(PATIENCE));
    }

    @Test
    void anotherPasswordIsToldToThoseWhoAreSignedIn() {
        AddressEntry.Account before = alice();
        logged.clear();
        done(registry.setPassword("alice@a.example", "another"));
        done(registry.setPassword("alice@a.example", "yet another"));
        assertEquals(
                List.of(
                        new Command.SetAccess("access/1", Access.ACTIVE, 1),
                        new Command.SetAccess("access/2", Access.ACTIVE, 2)),
                logged);
        AddressEntry.Account after =
                registry.accounts("", "", 1).await().atMost(PATIENCE).getFirst();
        assertFalse(after.password().equals(before.password()));
        assertTrue(after.settled());
    }

    @Test
    void anotherPasswordThatCouldNotBeToldIsToldLater() {
        alice();
        logged.clear();
        away = true;
        assertThrows(
                IllegalStateException.class,
                () -> done(registry.setPassword("alice@a.example", "another")));
        away = false;
        finisher.finishAll().await().atMost(PATIENCE);
        assertEquals(List.of(new Command.SetAccess("access/1", Access.ACTIVE, 1)), logged);
    }
}
