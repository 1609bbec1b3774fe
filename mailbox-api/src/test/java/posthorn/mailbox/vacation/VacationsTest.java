package posthorn.mailbox.vacation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.clients.ClientEvents;
import posthorn.mailbox.directory.AccountStatus;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.Domain;
import posthorn.mailbox.directory.Vacation;
import posthorn.mailbox.memory.MemoryDirectory;
import posthorn.mailbox.memory.MemoryEventCounts;
import posthorn.mailbox.memory.MemoryReplyClaims;
import posthorn.mailbox.memory.MemoryVacations;
import posthorn.mailbox.registry.AccountLookup;
import posthorn.mailbox.registry.OwnAddresses;

class VacationsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final MemoryDirectory directory = new MemoryDirectory();
    private final MemoryVacations store = new MemoryVacations();
    private long now = 1_800_000_000_000L;
    private int ids;

    private final Vacations vacations =
            new Vacations(
                    store,
                    new MemoryReplyClaims(),
                    new AccountLookup(directory),
                    new OwnAddresses(directory),
                    new ClientEvents(new MemoryEventCounts(), () -> Instant.ofEpochMilli(now)),
                    3,
                    () -> Instant.ofEpochMilli(now));

    @BeforeEach
    void alice() {
        directory.add(new Domain("here.test", "", 1)).toCompletableFuture().join();
        directory
                .add(
                        new AddressEntry.Account(
                                "alice@here.test",
                                "here.test",
                                "A",
                                AccountStatus.ACTIVE,
                                0,
                                true,
                                "",
                                1))
                .toCompletableFuture()
                .join();
        directory
                .add(
                        new AddressEntry.Alias(
                                "office@here.test", "here.test", "A", "alice@here.test", 1))
                .toCompletableFuture()
                .join();
        away(OptionalLong.empty(), OptionalLong.empty(), 7);
    }

    private void away(OptionalLong from, OptionalLong until, int days) {
        store.remove("A").toCompletableFuture().join();
        store.put(new Vacation("A", "away", "later", from, until, days, 1))
                .toCompletableFuture()
                .join();
    }

    private boolean answers(String sender, String id, String... addressed) {
        return vacations
                .claim(new Vacations.Question("A", sender, List.of(addressed), id))
                .await()
                .atMost(PATIENCE)
                .isPresent();
    }

    private boolean answers(String sender) {
        return answers(sender, "m" + ++ids, "alice@here.test");
    }

    @Test
    void eachSenderIsAnsweredOnceInSomeDays() {
        assertTrue(answers("carol@far.test"));
        assertFalse(answers("carol@far.test"));
        assertFalse(answers("CAROL@far.test"));
        assertTrue(answers("dave@far.test"));
        now += 7 * DAY;
        assertFalse(answers("carol@far.test"));
        now += 1;
        assertTrue(answers("carol@far.test"));
    }

    @Test
    void repeatedDeliveryIsAnsweredAsBefore() {
        assertTrue(answers("carol@far.test", "same", "alice@here.test"));
        assertTrue(answers("carol@far.test", "same", "alice@here.test"));
    }

    @Test
    void onlyMailThatNamesTheAccountIsAnswered() {
        assertFalse(answers("carol@far.test", "m1"));
        assertFalse(
                answers("carol@far.test", "m2", "team@here.test", "bob@far.test", "no address"));
        assertTrue(answers("carol@far.test", "m3", "bob@far.test", "Office@here.test"));
        assertTrue(answers("dave@far.test", "m4", "alice+shop@here.test"));
    }

    @Test
    void ownAddressesAreNotAnswered() {
        assertFalse(answers("alice@here.test"));
        assertFalse(answers("office@here.test"));
        assertFalse(answers("alice+tag@here.test"));
    }

    @Test
    void datesBoundTheAnswers() {
        away(OptionalLong.of(now + 1), OptionalLong.of(now + DAY), 7);
        assertFalse(answers("carol@far.test"));
        now += DAY;
        assertTrue(answers("carol@far.test"));
        now += 1;
        assertFalse(answers("dave@far.test"));
    }

    @Test
    void repliesOfAnAccountWithinAnHourAreBounded() {
        for (int i = 0; i < 3; i++) {
            assertTrue(answers("a" + i + "@far.test"));
        }
        assertFalse(answers("b@far.test"));
        now += Duration.ofHours(1).toMillis();
        assertTrue(answers("c@far.test"));
    }

    @Test
    void nothingIsAnsweredWhenNothingIsSet() {
        store.remove("A").toCompletableFuture().join();
        assertFalse(answers("carol@far.test"));
    }

    @Test
    void replyIsFromTheAccount() {
        var reply =
                vacations
                        .claim(
                                new Vacations.Question(
                                        "A", "carol@far.test", List.of("office@here.test"), "m"))
                        .await()
                        .atMost(PATIENCE)
                        .orElseThrow();
        assertEquals(new Vacations.Reply("alice@here.test", "away", "later"), reply);
    }
}
