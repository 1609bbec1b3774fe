package posthorn.runtime.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** The one answer of a call. */
public final class SingleResponse {

    private SingleResponse() {}

    /**
     * Answers the call with what {@code answer} gives, and cancels it when the caller leaves. To be
     * called while the service's method runs.
     *
     * @param status what the caller is told of a failure
     */
    public static <A> void send(
            Uni<A> answer, StreamObserver<A> caller, Function<Throwable, Throwable> status) {
        send(answer, caller, status, () -> {});
    }

    /**
     * As the other, for an answer that is large.
     *
     * @param over run once when the connection has taken the answer, or the caller has left
     */
    public static <A> void send(
            Uni<A> answer,
            StreamObserver<A> caller,
            Function<Throwable, Throwable> status,
            Runnable over) {
        AtomicBoolean left = new AtomicBoolean();
        AtomicReference<Cancellable> work = new AtomicReference<>();
        ServerCallStreamObserver<A> call = (ServerCallStreamObserver<A>) caller;
        call.setOnCloseHandler(over);
        call.setOnCancelHandler(() -> {
            left.set(true);
            cancel(work);
            over.run();
        });
        work.set(
                answer.subscribe()
                        .with(
                                item -> {
                                    caller.onNext(item);
                                    caller.onCompleted();
                                },
                                failure -> caller.onError(status.apply(failure))));
        if (left.get()) {
            cancel(work);
        }
    }

    private static void cancel(AtomicReference<Cancellable> work) {
        Cancellable running = work.getAndSet(null);
        if (running != null) {
            running.cancel();
        }
    }
}
