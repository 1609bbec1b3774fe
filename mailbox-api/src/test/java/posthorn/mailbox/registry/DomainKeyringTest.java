package posthorn.mailbox.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.directory.Domain;
import posthorn.mailbox.dkim.DomainKey;
import posthorn.mailbox.dkim.DomainKeys;
import posthorn.mailbox.dkim.KeyFactory;
import posthorn.mailbox.memory.MemoryDirectory;
import posthorn.mailbox.memory.MemoryDomainKeys;
import posthorn.mailbox.sealing.MasterKey;
import posthorn.protocol.dkim.SigningAlgorithm;
import posthorn.protocol.dkim.SigningKey;

/** Keys of domains from their making to their end. */
class DomainKeyringTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration DAY = Duration.ofDays(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final MemoryDirectory directory = new MemoryDirectory();
    private final MemoryDomainKeys store = new MemoryDomainKeys();
    private Instant now = Instant.parse("2026-11-28T12:00:00Z");
    private final DomainKeyring keyring = keyring("a master key for this test");

    private DomainKeyring keyring(String masterKey) {
        MasterKey master = MasterKey.of(masterKey, RANDOM);
        return new DomainKeyring(
                directory,
                store,
                Optional.of(master),
                Optional.of(new KeyFactory(master, RANDOM)),
                new DomainKeyring.Times(DAY, DAY.multipliedBy(7)),
                Runnable::run,
                () -> now);
    }

    @BeforeEach
    void addDomain() {
        directory.add(new Domain("example.test", "", 1)).toCompletableFuture().join();
    }

    @Test
    void aDomainGetsAPairOfKeysAtTheFirstLookAndTheySignAtOnce() throws Exception {
        DomainKeys keys = done(keyring.keys("Example.TEST"));
        assertEquals(
                List.of("r20261128", "e20261128"),
                keys.keys().stream().map(key -> key.name().selector().name()).toList());
        assertEquals(keys, done(keyring.keys("example.test")));
        DomainKeyring.Signing signing = await(keyring.signing("example.test"));
        assertEquals("example.test", signing.domain());
        for (DomainKeyring.Opened opened : signing.keys()) {
            SigningKey.of(opened.key().name(), opened.secret(), opened.key().published());
            assertFalse(opened.toString().contains("[" + opened.secret()[0]));
        }
        assertEquals(2, signing.keys().size());
    }

    @Test
    void mailFromBelowADomainIsSignedByTheNearestOfOurs() {
        directory.add(new Domain("sub.example.test", "", 2)).toCompletableFuture().join();
        assertEquals("example.test", await(keyring.signing("mail.example.test")).domain());
        assertEquals("sub.example.test", await(keyring.signing("a.sub.example.test")).domain());
        DomainKeyring.Signing alien = await(keyring.signing("example.org"));
        assertEquals("", alien.domain());
        assertEquals(List.of(), alien.keys());
    }

    @Test
    void newKeysArePublishedFirstThenSignWhileTheOldOnesRetire() {
        DomainKeys first = done(keyring.keys("example.test"));
        DomainKeys rotated = done(keyring.rotate("example.test"));
        assertEquals(first.version() + 1, rotated.version());
        assertEquals(states("signing signing published published"), states(rotated));
        assertEquals(
                List.of("r20261128-2", "e20261128-2"),
                rotated.keys().subList(2, 4).stream()
                        .map(key -> key.name().selector().name())
                        .toList());
        assertEquals(DirectoryOutcome.Reason.CONFLICT, refused(keyring.rotate("example.test")));
        assertEquals(selectors(first.keys()), signing());
        now = now.plus(DAY);
        assertEquals(states("retiring retiring signing signing"), states(rotated));
        assertEquals(selectors(rotated.keys().subList(2, 4)), signing());
        now = now.plus(DAY.multipliedBy(7));
        assertEquals(states("gone gone signing signing"), states(rotated));
        DomainKeys kept = done(keyring.keys("example.test"));
        assertEquals(rotated.keys().subList(2, 4), kept.keys());
        assertEquals(Optional.of(kept), store.find("example.test").toCompletableFuture().join());
    }

    @Test
    void anotherMasterKeyOpensNothingAndSaysSo() {
        done(keyring.keys("example.test"));
        assertThrows(
                MasterKey.CannotOpen.class,
                () -> await(keyring("another master key, by mistake").signing("example.test")));
    }

    @Test
    void withoutAMasterKeyThereAreNoKeys() {
        DomainKeyring without =
                new DomainKeyring(
                        directory,
                        store,
                        Optional.empty(),
                        Optional.empty(),
                        new DomainKeyring.Times(DAY, DAY),
                        Runnable::run,
                        () -> now);
        assertEquals(DirectoryOutcome.Reason.BUSY, refused(without.keys("example.test")));
        assertEquals(List.of(), done(without.published("example.test")).keys());
        assertEquals(
                new DomainKeyring.Signing("example.test", List.of()),
                await(without.signing("example.test")));
    }

    @Test
    void tooManyThatAreBeingMadeAreRefusedForNow() {
        MasterKey master = MasterKey.of("a master key for this test", RANDOM);
        DomainKeyring busy =
                new DomainKeyring(
                        directory,
                        store,
                        Optional.of(master),
                        Optional.of(new KeyFactory(master, RANDOM)),
                        new DomainKeyring.Times(DAY, DAY),
                        task -> {
                            throw new RejectedExecutionException("full");
                        },
                        () -> now);
        assertEquals(DirectoryOutcome.Reason.BUSY, refused(busy.keys("example.test")));
    }

    @Test
    void aDomainThatIsNotOursHasNoKeysAndOneRemovedLosesThem() {
        assertEquals(DirectoryOutcome.Reason.UNKNOWN, refused(keyring.keys("example.org")));
        assertEquals(DirectoryOutcome.Reason.UNKNOWN, refused(keyring.rotate("no domain")));
        done(keyring.keys("example.test"));
        await(keyring.forget("example.test"));
        assertTrue(store.find("example.test").toCompletableFuture().join().isPresent());
        directory.removeDomain("example.test").toCompletableFuture().join();
        await(keyring.forget("Example.test"));
        assertEquals(Optional.empty(), store.find("example.test").toCompletableFuture().join());
    }

    @Test
    void bothAlgorithmsAreMade() {
        assertEquals(
                List.of(SigningAlgorithm.values()),
                done(keyring.keys("example.test")).keys().stream()
                        .map(DomainKey::algorithm)
                        .toList());
    }

    private List<String> signing() {
        return selectors(
                await(keyring.signing("example.test")).keys().stream()
                        .map(DomainKeyring.Opened::key)
                        .toList());
    }

    private static List<String> selectors(List<DomainKey> keys) {
        return keys.stream().map(key -> key.name().selector().name()).toList();
    }

    private static List<String> states(String words) {
        return List.of(words.split(" "));
    }

    private List<String> states(DomainKeys keys) {
        return keys.keys().stream().map(key -> key.state(now.toEpochMilli()).word()).toList();
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    private static <T> T done(Uni<DirectoryOutcome<T>> outcome) {
        return ((DirectoryOutcome.Done<T>) await(outcome)).value();
    }

    private static <T> DirectoryOutcome.Reason refused(Uni<DirectoryOutcome<T>> outcome) {
        DirectoryOutcome.Refused<?> refused =
                assertInstanceOf(DirectoryOutcome.Refused.class, await(outcome));
        assertFalse(refused.error().isBlank());
        assertFalse(refused.advice().isBlank());
        return refused.reason();
    }
}
