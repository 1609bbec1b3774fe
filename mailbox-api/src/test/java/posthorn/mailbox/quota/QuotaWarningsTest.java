package posthorn.mailbox.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.QuotaLevel;
import posthorn.mailbox.account.QuotaLimits;
import posthorn.mailbox.account.QuotaUsage;
import posthorn.mailbox.directory.AccountAccess;
import posthorn.mailbox.directory.AccountStatus;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.memory.MemoryAccess;
import posthorn.mailbox.memory.MemoryDirectory;
import posthorn.mailbox.memory.MemoryMailboxes;
import posthorn.mailbox.registry.AccountLookup;
import posthorn.protocol.explanation.Language;
import posthorn.protocol.mime.EncodedWords;
import posthorn.protocol.mime.MessageHeader;

class QuotaWarningsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final MemoryMailboxes mailboxes = new MemoryMailboxes(bodies -> bodies);
    private final MemoryDirectory directory = new MemoryDirectory();
    private final MemoryAccess access = new MemoryAccess();
    private final AtomicInteger ids = new AtomicInteger();

    @AfterEach
    void close() {
        mailboxes.close();
    }

    private void warn() {
        mailboxes
                .accounts()
                .observe(
                        new QuotaWarnings(
                                mailboxes.accounts(),
                                new AccountLookup(directory),
                                access,
                                mailboxes.intake(),
                                10,
                                InstantSource.system(),
                                () -> "id" + ids.incrementAndGet()));
    }

    private void account(String id) {
        mailboxes.create(id, 1_000_000);
        directory
                .add(
                        new AddressEntry.Account(
                                id + "@here.test",
                                "here.test",
                                id,
                                AccountStatus.ACTIVE,
                                0,
                                true,
                                "",
                                1))
                .toCompletableFuture()
                .join();
    }

    private AccountState state(String id) {
        return mailboxes.accounts().current(id).await().atMost(PATIENCE);
    }

    private void awaitTold(String id, QuotaLevel level, long messages) {
        Awaitility.await().atMost(PATIENCE).until(() -> state(id).head().quota().told() == level);
        assertEquals(messages, state(id).usage().messages());
    }

    @Test
    void ownerIsToldOncePerCrossing() {
        warn();
        account("alice");
        mailboxes.deliver("alice", "x".repeat(799_999));
        assertEquals(QuotaLevel.LOW, state("alice").head().quota().told());
        mailboxes.deliver("alice", "x");
        awaitTold("alice", QuotaLevel.NEARLY_FULL, 3);
        mailboxes.deliver("alice", "x".repeat(150_000));
        awaitTold("alice", QuotaLevel.ALMOST_FULL, 5);
        mailboxes.deliver("alice", "x");
        assertEquals(6, state("alice").usage().messages());
    }

    /** As when the pod died that was to tell: whoever looks at the account next does. */
    @Test
    void whatWasNotToldIsToldWhenTheAccountIsUsedNext() {
        account("bob");
        mailboxes.deliver("bob", "x".repeat(1_000_000));
        assertEquals(QuotaLevel.ALMOST_FULL, state("bob").warningDue());
        warn();
        awaitTold("bob", QuotaLevel.ALMOST_FULL, 2);
    }

    @Test
    void messageIsInTheLanguageOfTheOwner() {
        QuotaWarning warning =
                new QuotaWarning(
                        "alice@here.test",
                        QuotaLevel.NEARLY_FULL,
                        new QuotaUsage(8_500_000, 9),
                        new QuotaLimits(10_000_000, 10),
                        List.of(Language.GERMAN));
        byte[] octets = warning.toOctets("id", Instant.EPOCH);
        String message = new String(octets, StandardCharsets.US_ASCII);
        assertTrue(message.contains("8,5 MB von 10,0 MB"), message);
        assertTrue(message.contains("9 von 10 Nachrichten"), message);
        assertFalse(message.contains("mailbox"), message);
        assertEquals("Ihr Postfach ist zu mehr als 80 % voll", field(octets, "Subject"));
        assertEquals("Postmaster <postmaster@here.test>", field(octets, "From"));
        assertEquals("auto-generated", field(octets, "Auto-Submitted"));
    }

    @Test
    void ownerOfNoKnownLanguageReadsBoth() {
        QuotaWarning warning =
                new QuotaWarning(
                        "alice@here.test",
                        QuotaLevel.ALMOST_FULL,
                        new QuotaUsage(96, 1),
                        new QuotaLimits(100, 0),
                        List.of(Language.values()));
        byte[] octets = warning.toOctets("id", Instant.EPOCH);
        assertEquals("en, de", field(octets, "Content-Language"));
        String message = new String(octets, StandardCharsets.US_ASCII);
        assertTrue(message.contains("96 B of 100 B"), message);
        assertTrue(message.contains("96 B von 100 B"), message);
    }

    @Test
    void languageIsThatOfTheAccount() {
        account("carol");
        access.replace(
                        AccountAccess.usual("carol"),
                        AccountAccess.usual("carol").withLanguage("de"))
                .toCompletableFuture()
                .join();
        warn();
        mailboxes.deliver("carol", "x".repeat(900_000));
        awaitTold("carol", QuotaLevel.NEARLY_FULL, 2);
        assertTrue(state("carol").usage().octets() < 900_000 + 1_500, "both languages");
    }

    private static String field(byte[] message, String name) {
        var field = MessageHeader.of(message).first(name);
        return field == null ? "" : EncodedWords.decode(field.value());
    }
}
