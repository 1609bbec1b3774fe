package posthorn.runtime.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import posthorn.runtime.settings.BadSetting;

class PreparationsTest {

    private static final int SECONDS = 30;

    private final Dependencies dependencies =
            new Dependencies(Duration.ofHours(1), Duration.ofHours(1), System::nanoTime);
    private final CompletableFuture<BadSetting> ended = new CompletableFuture<>();
    private final Preparations preparations = new Preparations(ended::complete);
    private final LocalReadiness readiness = new LocalReadiness(dependencies, preparations);

    @AfterEach
    void close() {
        preparations.close();
    }

    @Test
    void itIsAttemptedUntilItIsDoneAndReadinessSaysWhatIsWaitedFor() throws Exception {
        CountDownLatch asked = new CountDownLatch(2);
        CountDownLatch there = new CountDownLatch(1);
        Preparation topics =
                preparations.begin(
                        "the topics of kafka",
                        dependencies.named("kafka"),
                        () -> {
                            asked.countDown();
                            if (there.getCount() > 0) {
                                throw new IOException("nobody listens");
                            }
                        });
        assertTrue(asked.await(SECONDS, TimeUnit.SECONDS), "it is attempted again");
        assertFalse(topics.isDone());
        var waiting = readiness.answer("smtp-ingress", true).build();
        assertTrue(TestHealth.isUp(waiting), "what is away does not decide");
        assertEquals("the topics of kafka", TestHealth.said(waiting, LocalReadiness.WAITS_FOR));
        assertTrue(TestHealth.said(waiting, "kafka").endsWith("nobody listens"));

        there.countDown();
        preparations.awaitAll();
        var complete = readiness.answer("smtp-ingress", true).build();
        assertEquals("", TestHealth.said(complete, LocalReadiness.WAITS_FOR));
        assertEquals("answers", TestHealth.said(complete, "kafka"));
    }

    @Test
    void aWrongSettingEndsTheProcessAndIsNotAttemptedAgain() throws Exception {
        BadSetting wrong = new BadSetting("posthorn.kafka.servers", "mail could be lost");
        preparations.begin(
                "the topics of kafka",
                dependencies.named("kafka"),
                () -> {
                    throw wrong;
                });
        assertEquals(wrong, ended.get(SECONDS, TimeUnit.SECONDS));
        assertEquals(
                wrong, assertThrows(CompletionException.class, preparations::awaitAll).getCause());
    }

    @Test
    void onlyWhatTheServiceItselfAnswersForDecides() {
        assertFalse(TestHealth.isUp(readiness.answer("smtp-ingress", false).build()));
        assertTrue(TestHealth.isUp(readiness.answer("smtp-ingress", true).build()));
        assertEquals(List.of(), preparations.waitingFor());
    }
}
