package posthorn.ingress.api;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import posthorn.ingress.session.TransitStore;
import posthorn.protocol.wire.TransitName;
import posthorn.protocol.wire.TransitPart;

/**
 * One body on its way to {@code mailbox-api}, as a client stream. A writer waits until the stream
 * takes more, so that gRPC holds one chunk and not the message.
 */
final class TransitUpload
        implements TransitStore.TransitBody, ClientResponseObserver<TransitPart, TransitName> {
    private static final int CHUNK = 256 * 1024;

    private final Duration timeout;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final CompletableFuture<TransitName> answer = new CompletableFuture<>();
    private final CompletableFuture<TransitName> ended;
    private @Nullable ClientCallStreamObserver<TransitPart> stream;

    /**
     * A body that has not begun.
     *
     * @param timeout for each chunk and for the answer
     * @param ended runs once, when the body is stored or given up, whoever gives it up
     */
    TransitUpload(Duration timeout, Runnable ended) {
        this.timeout = timeout;
        this.ended = answer.whenComplete((name, failure) -> ended.run());
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<TransitPart> requests) {
        stream = requests;
        requests.setOnReadyHandler(this::wake);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int end = offset + length;
        for (int at = offset; at < end; at += CHUNK) {
            awaitReady();
            int size = Math.min(CHUNK, end - at);
            send(TransitPart.newBuilder().setChunk(ByteString.copyFrom(bytes, at, size)).build());
        }
    }

    void send(TransitPart part) {
        requests().onNext(part);
    }

    @Override
    public String finish() throws IOException {
        requests().onCompleted();
        return answer().getName();
    }

    @Override
    public void abandon() {
        requests().cancel("The message was not taken", null);
    }

    private ClientCallStreamObserver<TransitPart> requests() {
        ClientCallStreamObserver<TransitPart> requests = stream;
        if (requests == null) {
            throw new IllegalStateException("not started");
        }
        return requests;
    }

    private void awaitReady() throws IOException {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (!requests().isReady() && !answer.isDone()) {
                if (left <= 0) {
                    throw new IOException("mailbox-api takes nothing for " + timeout);
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            throw stopped(e);
        } finally {
            lock.unlock();
        }
        if (answer.isDone()) {
            answer();
            throw new IOException("mailbox-api ended the body before its end");
        }
    }

    private TransitName answer() throws IOException {
        try {
            return ended.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (TimeoutException e) {
            throw new IOException("mailbox-api has not stored the body", e);
        } catch (InterruptedException e) {
            throw stopped(e);
        }
    }

    private static IOException failure(ExecutionException e) {
        return Status.fromThrowable(e).getCode() == Status.Code.RESOURCE_EXHAUSTED
                ? new TransitStore.NoRoomException("mailbox-api has no room for the body", e)
                : new IOException("mailbox-api has not stored the body", e);
    }

    private static IOException stopped(InterruptedException e) {
        Thread.currentThread().interrupt();
        return (IOException) new InterruptedIOException("Stopped").initCause(e);
    }

    @Override
    public void onNext(TransitName name) {
        answer.complete(name);
    }

    @Override
    public void onError(Throwable failure) {
        answer.completeExceptionally(failure);
        wake();
    }

    @Override
    public void onCompleted() {
        answer.completeExceptionally(new IOException("mailbox-api has given no name"));
        wake();
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
