package posthorn.mailbox.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.memory.MemorySessions;
import posthorn.mailbox.session.Session.Owner;
import posthorn.mailbox.session.Session.Stage;

/** How many sessions there are, and how long. */
class SessionsLimitsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Owner ALICE = new Owner.Account("alice", 1);

    private final AtomicLong now = new AtomicLong(1_800_000_000_000L);
    private final Sessions sessions =
            new Sessions(
                    new MemorySessions(),
                    new Sessions.Limits(
                            2, Duration.ofDays(7), Duration.ofHours(12), Duration.ofMinutes(5)),
                    () -> Instant.ofEpochMilli(now.get()),
                    new SecureRandom());

    private String open(Owner owner, Stage stage) {
        now.incrementAndGet();
        return sessions.open(owner, stage).await().atMost(PATIENCE).token();
    }

    private boolean lasts(String token) {
        return sessions.find(token).await().atMost(PATIENCE).isPresent();
    }

    @Test
    void theOldestEndWhereThereAreTooManyOfAStage() {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            tokens.add(open(ALICE, Stage.OPEN));
        }
        for (int i = 0; i < 3; i++) {
            open(ALICE, Stage.SECOND_FACTOR);
        }
        assertEquals(List.of(false, true, true), tokens.stream().map(this::lasts).toList());
    }

    @Test
    void eachStageAndOwnerHasItsTime() {
        String waiting = open(ALICE, Stage.SECOND_FACTOR);
        String admin = open(new Owner.Admin("x"), Stage.OPEN);
        String user = open(ALICE, Stage.OPEN);
        now.addAndGet(Duration.ofMinutes(5).toMillis());
        assertFalse(lasts(waiting));
        assertTrue(lasts(admin));
        now.addAndGet(Duration.ofHours(12).toMillis());
        assertFalse(lasts(admin));
        assertTrue(lasts(user));
        now.addAndGet(Duration.ofDays(7).toMillis());
        assertFalse(lasts(user));
    }

    @Test
    void whatIsNoTokenIsLookedUpNowhere() {
        assertFalse(lasts(""));
        assertFalse(lasts("session." + "x".repeat(1000)));
    }
}
