package posthorn.frontend.api;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stream of answers, read piece by piece by one thread that may block: at most one piece is on
 * its way or waits here, so that a slow reader slows the sender. Each piece has its own time limit;
 * the whole has none.
 */
final class AnswerStream<Q, A> implements ClientResponseObserver<Q, A>, AutoCloseable {
    private sealed interface Event<A> {
        record Piece<A>(A value) implements Event<A> {}

        record End<A>(@Nullable Throwable error) implements Event<A> {}
    }

    private final BlockingQueue<Event<A>> events = new LinkedBlockingQueue<>();
    private final long limitNanos;
    private @Nullable ClientCallStreamObserver<Q> call;
    private @Nullable Event<A> ended;

    private AnswerStream(Duration limit) {
        this.limitNanos = limit.toNanos();
    }

    /** Starts the call with {@code start}, which hands the observer to an asynchronous stub. */
    static <Q, A> AnswerStream<Q, A> of(Duration limit, Consumer<AnswerStream<Q, A>> start) {
        AnswerStream<Q, A> pieces = new AnswerStream<>(limit);
        start.accept(pieces);
        return pieces;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> stream) {
        call = stream;
        stream.disableAutoRequestWithInitial(1);
    }

    @Override
    public void onNext(A value) {
        events.add(new Event.Piece<>(value));
    }

    @Override
    public void onError(Throwable error) {
        events.add(new Event.End<>(error));
    }

    @Override
    public void onCompleted() {
        events.add(new Event.End<>(null));
    }

    /**
     * The next piece; null at the end.
     *
     * @throws io.grpc.StatusRuntimeException how the call failed; DEADLINE_EXCEEDED when no piece
     *     came in time
     */
    @Nullable A next() {
        Event<A> event = ended == null ? take() : ended;
        switch (event) {
            case Event.Piece<A>(A value) -> {
                stream().request(1);
                return value;
            }
            case Event.End<A>(Throwable error) -> {
                ended = event;
                if (error != null) {
                    throw Status.fromThrowable(error).asRuntimeException();
                }
                return null;
            }
        }
    }

    private Event<A> take() {
        try {
            Event<A> event = events.poll(limitNanos, TimeUnit.NANOSECONDS);
            if (event != null) {
                return event;
            }
            close();
            throw Status.DEADLINE_EXCEEDED.withDescription("no piece came").asRuntimeException();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw Status.CANCELLED.withCause(e).asRuntimeException();
        }
    }

    private ClientCallStreamObserver<Q> stream() {
        ClientCallStreamObserver<Q> stream = call;
        if (stream == null) {
            throw new IllegalStateException("not started");
        }
        return stream;
    }

    /** Asks for no more. */
    @Override
    public void close() {
        if (ended == null) {
            stream().cancel("not wanted any more", null);
        }
    }
}
