package posthorn.mailbox.grpc;

import io.smallrye.mutiny.Multi;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** How many streams of answers are being read now. Safe for all threads. */
@Singleton
public final class Readers {

    private final AtomicInteger open = new AtomicInteger();

    /** Nobody reads yet. */
    public Readers() {}

    /** The same answers, counted from their subscription to their end. */
    <A> Multi<A> counted(Multi<A> answers) {
        return Multi.createFrom()
                .deferred(() -> {
                    open.incrementAndGet();
                    return answers.onTermination().invoke(open::decrementAndGet);
                });
    }

    /** Streams that are open. */
    public int held() {
        return open.get();
    }
}
