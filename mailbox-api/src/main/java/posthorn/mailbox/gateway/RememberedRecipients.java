package posthorn.mailbox.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Answers of hosts, remembered for a while, and asked for by so many at once. That a host could not
 * be asked is not remembered. Safe for all threads.
 */
public final class RememberedRecipients implements RecipientCheck {

    private final RecipientCheck hosts;
    private final Limits limits;
    private final Ticker ticker;
    private final Semaphore free;
    private final Cache<Question, Known> known;

    /**
     * Bounds.
     *
     * @param atOnce questions under way; more are answered {@link Answer#NOT_NOW}
     * @param remembered answers
     * @param takenFor how long an address that was taken is
     * @param refusedFor how long one that was refused is
     */
    public record Limits(int atOnce, int remembered, Duration takenFor, Duration refusedFor) {}

    private record Question(String nextHop, String address) {}

    private record Known(Answer answer, long until) {}

    /** Asks {@code hosts} for what is not remembered. */
    public RememberedRecipients(RecipientCheck hosts, Limits limits, Ticker ticker) {
        this.hosts = hosts;
        this.limits = limits;
        this.ticker = ticker;
        this.free = new Semaphore(limits.atOnce());
        this.known = Caffeine.newBuilder().maximumSize(limits.remembered()).build();
    }

    @Override
    public Uni<Answer> ask(String nextHop, String address) {
        Question question = new Question(nextHop, address);
        @Nullable Known last = known.getIfPresent(question);
        if (last != null && last.until() - ticker.read() > 0) {
            return Uni.createFrom().item(last.answer());
        }
        if (!free.tryAcquire()) {
            return Uni.createFrom().item(Answer.NOT_NOW);
        }
        return hosts.ask(nextHop, address)
                .onTermination()
                .invoke(free::release)
                .invoke(answer -> remember(question, answer));
    }

    private void remember(Question question, Answer answer) {
        Duration until =
                switch (answer) {
                    case TAKEN -> limits.takenFor();
                    case REFUSED -> limits.refusedFor();
                    case NOT_NOW -> Duration.ZERO;
                };
        if (until.isPositive()) {
            known.put(question, new Known(answer, ticker.read() + until.toNanos()));
        }
    }
}
