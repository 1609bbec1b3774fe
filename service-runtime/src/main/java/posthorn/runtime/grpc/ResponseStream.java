package posthorn.runtime.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.smallrye.mutiny.Multi;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The answers of a call, as its caller takes them: the next one is asked for when the connection
 * takes more, never before. Between two answers nothing is held but what the source itself holds.
 * When the caller leaves, the source is cancelled.
 */
public final class ResponseStream<A> implements Flow.Subscriber<A> {

    private final ServerCallStreamObserver<A> caller;
    private final Function<Throwable, Throwable> status;
    private Flow.@Nullable Subscription source;
    private boolean asked;
    private boolean ended;

    private ResponseStream(
            ServerCallStreamObserver<A> caller, Function<Throwable, Throwable> status) {
        this.caller = caller;
        this.status = status;
    }

    /**
     * Sends all that {@code answers} gives. To be called while the service's method runs.
     *
     * @param status what the caller is told of a failure
     */
    public static <A> void send(
            Multi<A> answers, StreamObserver<A> caller, Function<Throwable, Throwable> status) {
        ResponseStream<A> stream =
                new ResponseStream<>((ServerCallStreamObserver<A>) caller, status);
        stream.caller.setOnReadyHandler(stream::more);
        stream.caller.setOnCancelHandler(stream::left);
        answers.subscribe(stream);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        boolean late;
        synchronized (this) {
            source = subscription;
            late = ended;
        }
        if (late) {
            subscription.cancel();
        } else {
            more();
        }
    }

    /** Asks for the next answer, if the connection takes one and none is on its way. */
    private void more() {
        Flow.Subscription subscription;
        synchronized (this) {
            subscription = source;
            if (ended || asked || subscription == null || !caller.isReady()) {
                return;
            }
            asked = true;
        }
        subscription.request(1);
    }

    private void left() {
        Flow.Subscription subscription;
        synchronized (this) {
            ended = true;
            subscription = source;
        }
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public void onNext(A answer) {
        synchronized (this) {
            asked = false;
            if (ended) {
                return;
            }
        }
        caller.onNext(answer);
        more();
    }

    @Override
    public void onError(Throwable failure) {
        if (end()) {
            caller.onError(status.apply(failure));
        }
    }

    @Override
    public void onComplete() {
        if (end()) {
            caller.onCompleted();
        }
    }

    private synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }
}
