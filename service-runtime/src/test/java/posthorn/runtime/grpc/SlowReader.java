package posthorn.runtime.grpc;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A caller who takes answers one by one, when the test says so. */
final class SlowReader<Q, A> implements ClientResponseObserver<Q, A> {

    final CompletableFuture<Void> first = new CompletableFuture<>();
    final CompletableFuture<Void> end = new CompletableFuture<>();
    final AtomicInteger count = new AtomicInteger();
    private volatile boolean reading;
    private @Nullable ClientCallStreamObserver<Q> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> stream) {
        call = stream;
        stream.disableAutoRequestWithInitial(1);
    }

    @Override
    public void onNext(A value) {
        count.incrementAndGet();
        first.complete(null);
        if (reading) {
            call().request(1);
        }
    }

    @Override
    public void onError(Throwable failure) {
        first.completeExceptionally(failure);
        end.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
        end.complete(null);
    }

    void readOn() {
        reading = true;
        call().request(1);
    }

    void leave() {
        call().cancel("seen enough", null);
    }

    private ClientCallStreamObserver<Q> call() {
        ClientCallStreamObserver<Q> stream = call;
        if (stream == null) {
            throw new IllegalStateException("not started");
        }
        return stream;
    }
}
