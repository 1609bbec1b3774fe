package posthorn.runtime.grpc;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a call, as they are asked for: none is taken from the connection before the one
 * before it has been dealt with, so that a caller who sends more than there is room for waits, and
 * what it has sent stays on its side.
 */
public final class RequestStream<Q> implements StreamObserver<Q>, Flow.Subscription {

    private final ServerCallStreamObserver<?> caller;
    private Flow.@Nullable Subscriber<? super Q> taker;
    private @Nullable Throwable failure;
    private boolean over;
    private boolean told;

    private RequestStream(ServerCallStreamObserver<?> caller) {
        this.caller = caller;
    }

    /**
     * Takes requests and answers the call with what {@code work} makes of them; cancels it when the
     * caller leaves. To be called while the service's method runs, its result to be returned.
     *
     * @param work gets the requests, to be subscribed to once
     * @param status what the caller is told of a failure
     */
    public static <Q, A> StreamObserver<Q> receive(
            StreamObserver<A> caller,
            Function<Multi<Q>, Uni<A>> work,
            Function<Throwable, Throwable> status) {
        ServerCallStreamObserver<A> call = (ServerCallStreamObserver<A>) caller;
        call.disableAutoRequest();
        RequestStream<Q> requests = new RequestStream<>(call);
        Flow.Publisher<Q> publisher = requests::subscribe;
        Multi<Q> source = Multi.createFrom().safePublisher(publisher);
        SingleResponse.send(Uni.createFrom().deferred(() -> work.apply(source)), call, status);
        return requests;
    }

    private void subscribe(Flow.Subscriber<? super Q> subscriber) {
        synchronized (this) {
            if (taker != null) {
                throw new IllegalStateException("the requests of a call are taken once");
            }
            taker = subscriber;
        }
        subscriber.onSubscribe(this);
        tellEnd();
    }

    @Override
    public void request(long count) {
        caller.request((int) Math.min(count, Integer.MAX_VALUE));
    }

    @Override
    public void cancel() {
        synchronized (this) {
            told = true;
        }
    }

    @Override
    public void onNext(Q request) {
        Flow.Subscriber<? super Q> to;
        synchronized (this) {
            to = told ? null : taker;
        }
        if (to != null) {
            to.onNext(request);
        }
    }

    @Override
    public void onError(Throwable cause) {
        end(Status.CANCELLED.withDescription("the caller left").withCause(cause).asException());
    }

    @Override
    public void onCompleted() {
        end(null);
    }

    private void end(@Nullable Throwable cause) {
        synchronized (this) {
            over = true;
            failure = cause;
        }
        tellEnd();
    }

    /** Tells the taker of the end, once: the caller may end before anybody takes anything. */
    private void tellEnd() {
        Flow.Subscriber<? super Q> to;
        Throwable cause;
        synchronized (this) {
            to = taker;
            if (!over || told || to == null) {
                return;
            }
            told = true;
            cause = failure;
        }
        if (cause == null) {
            to.onComplete();
        } else {
            to.onError(cause);
        }
    }
}
