package posthorn.mailbox.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.memory.MemoryMailboxes;
import posthorn.protocol.wire.FactsAnswer;
import posthorn.protocol.wire.FactsRequest;
import posthorn.protocol.wire.FoundFacts;
import posthorn.protocol.wire.UidRange;

class FactsCursorTest {

    private static final String ACCOUNT = "alice";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MESSAGES = 300;

    private final MemoryMailboxes mailboxes = new MemoryMailboxes(store -> store);
    private long inbox;

    @BeforeEach
    void fill() {
        mailboxes.create(ACCOUNT, 0);
        for (int i = 1; i <= MESSAGES; i++) {
            mailboxes.deliver(ACCOUNT, "Subject: " + i + " " + "x".repeat(400) + "\r\n\r\n");
        }
        inbox = Objects.requireNonNull(state().mailbox("INBOX")).head().number();
    }

    @AfterEach
    void close() {
        mailboxes.close();
    }

    private AccountState state() {
        return mailboxes.accounts().current(ACCOUNT).await().atMost(PATIENCE);
    }

    private Multi<FactsAnswer> facts(long first, long last) {
        FactsRequest request =
                FactsRequest.newBuilder()
                        .setAccount(ACCOUNT)
                        .setMailbox(inbox)
                        .addUids(UidRange.newBuilder().setFirst(first).setLast(last))
                        .build();
        return new MailboxReader(mailboxes.accounts(), mailboxes.reads(), mailboxes.facts())
                .facts(state(), request);
    }

    private static List<Long> uids(List<FactsAnswer> answers) {
        return answers.stream()
                .flatMap(answer -> answer.getFoundList().stream())
                .map(FoundFacts::getUid)
                .toList();
    }

    private static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void eachMessageIsToldOnceInOrder() {
        List<FactsAnswer> all = facts(1, MESSAGES).collect().asList().await().atMost(PATIENCE);
        assertEquals(range(1, MESSAGES), uids(all));
        assertTrue(all.size() > 3, () -> all.size() + " answers");
        assertEquals(
                range(17, 203), uids(facts(17, 203).collect().asList().await().atMost(PATIENCE)));
        assertEquals(List.of(), facts(500, 600).collect().asList().await().atMost(PATIENCE));
    }

    @Test
    void answerIsMadeWhenItIsAskedFor() throws InterruptedException {
        BlockingQueue<FactsAnswer> answers = new LinkedBlockingQueue<>();
        List<Flow.Subscription> subscription = new ArrayList<>();
        facts(1, MESSAGES)
                .subscribe()
                .withSubscriber(
                        new Flow.Subscriber<FactsAnswer>() {
                            @Override
                            public void onSubscribe(Flow.Subscription given) {
                                subscription.add(given);
                                given.request(1);
                            }

                            @Override
                            public void onNext(FactsAnswer answer) {
                                answers.add(answer);
                            }

                            @Override
                            public void onError(Throwable failure) {
                                answers.add(FactsAnswer.getDefaultInstance());
                            }

                            @Override
                            public void onComplete() {
                                answers.add(FactsAnswer.getDefaultInstance());
                            }
                        });
        FactsAnswer first = Objects.requireNonNull(answers.poll(20, TimeUnit.SECONDS));
        assertTrue(answers.isEmpty());
        subscription.getFirst().request(1);
        FactsAnswer second = Objects.requireNonNull(answers.poll(20, TimeUnit.SECONDS));
        assertTrue(answers.isEmpty());
        assertEquals(
                range(1, first.getFoundCount() + second.getFoundCount()),
                uids(List.of(first, second)));
        subscription.getFirst().cancel();
    }
}
