package posthorn.mailbox.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.budget.Permits;
import posthorn.mailbox.directory.AccountStatus;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.Domain;
import posthorn.mailbox.memory.MemoryDirectory;
import posthorn.mailbox.memory.MemorySignInRecords;
import posthorn.mailbox.registry.Authenticator.Verdict;
import posthorn.mailbox.signin.AttemptLimits;
import posthorn.mailbox.signin.Attempts;
import posthorn.mailbox.signin.Passwords;
import posthorn.mailbox.signin.SignInKey;
import posthorn.mailbox.signin.Verified;

class AuthenticatorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long NOW = 1_000_000_000_000L;

    private final MemoryDirectory directory = new MemoryDirectory();
    private final MemorySignInRecords records = new MemorySignInRecords();
    private final Passwords passwords = new Passwords(1, 10, 10);
    private final Authenticator authenticator =
            new Authenticator(
                    directory,
                    passwords,
                    new Attempts(
                            records,
                            new AttemptLimits(1, 100, 100, Duration.ofMinutes(1)),
                            () -> Instant.ofEpochMilli(NOW),
                            new Permits("tests", 10, 10),
                            10),
                    new Verified(Duration.ofMinutes(1), Ticker.systemTicker()));

    @BeforeEach
    void addAlice() {
        directory.add(new Domain("a.example", "", 1));
        directory.add(
                new AddressEntry.Account(
                        "alice@a.example",
                        "a.example",
                        "id",
                        AccountStatus.ACTIVE,
                        0,
                        true,
                        passwords.encoded("secret").toCompletableFuture().join(),
                        1));
    }

    @AfterEach
    void close() {
        passwords.close();
    }

    private Verdict check(String login, String password) {
        return authenticator.check(login, password, "2001:db8::1").await().atMost(PATIENCE);
    }

    @Test
    void ownerComesInInAnyCase() {
        Verdict.Welcome welcome =
                assertInstanceOf(Verdict.Welcome.class, check("ALICE@A.example", "secret"));
        assertEquals("id", welcome.account().account());
    }

    @Test
    void wrongPasswordAndUnknownLoginAreTheSameAndAreCounted() {
        for (String login : new String[] {"alice@a.example", "bob@a.example", "no address"}) {
            assertInstanceOf(Verdict.BadCredentials.class, check(login, "guess"));
            assertInstanceOf(Verdict.BadCredentials.class, check(login, "guess"));
            assertInstanceOf(Verdict.TryLater.class, check(login, "secret"));
        }
        assertInstanceOf(
                Verdict.TryLater.class,
                authenticator
                        .check("alice@a.example", "secret", "2001:db8::ffff")
                        .await()
                        .atMost(PATIENCE));
        assertInstanceOf(
                Verdict.Welcome.class,
                authenticator
                        .check("alice@a.example", "secret", "2001:db8:1::1")
                        .await()
                        .atMost(PATIENCE));
    }

    @Test
    void whatIsLongerThanAnyLoginOrPasswordIsWrongAndNothingIsKeptOfIt() {
        String login = "a".repeat(309) + "@a.example.";
        assertEquals(320, login.length());
        assertInstanceOf(Verdict.BadCredentials.class, check(login + "x", "guess"));
        assertInstanceOf(Verdict.BadCredentials.class, check("alice@a.example", "x".repeat(1025)));
        SignInKey network = new SignInKey(SignInKey.Kind.NETWORK, "20010db800000000/64");
        assertEquals(0, counted(network));
        assertInstanceOf(Verdict.BadCredentials.class, check(login, "guess"));
        assertEquals(1, counted(network));
    }

    private int counted(SignInKey key) {
        return records
                .read(Set.of(key), "", "", NOW)
                .toCompletableFuture()
                .join()
                .counts()
                .values()
                .stream()
                .mapToInt(count -> count.attempts())
                .sum();
    }

    @Test
    void passwordThatWasRightAMomentAgoIsNotComputedAgain() {
        assertInstanceOf(Verdict.Welcome.class, check("alice@a.example", "secret"));
        passwords.close();
        assertInstanceOf(Verdict.Welcome.class, check("alice@a.example", "secret"));
    }
}
