package posthorn.frontend.api;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.wire.AppendHeader;
import posthorn.protocol.wire.AppendPart;
import posthorn.protocol.wire.CommandResult;
import posthorn.protocol.wire.MailboxesGrpc;

/**
 * One attempt to append a message: parts go out as fast as the pod takes them. For one thread that
 * may block.
 */
final class AppendCall implements ClientResponseObserver<AppendPart, CommandResult> {
    /** Octets of each chunk but the last one: a whole one is stored as it comes. */
    static final int CHUNK = 256 * 1024;

    private final long limitNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable ClientCallStreamObserver<AppendPart> call;
    private @Nullable CommandResult result;
    private @Nullable StatusRuntimeException failure;

    private AppendCall(Duration limit) {
        this.limitNanos = limit.toNanos();
    }

    /**
     * Begins a call.
     *
     * @param limit how long the pod may take nothing, and how long it may take to answer
     */
    static AppendCall start(Channel channel, AppendHeader header, Duration limit) {
        AppendCall upload = new AppendCall(limit);
        MailboxesGrpc.newStub(channel).append(upload);
        upload.send(AppendPart.newBuilder().setHeader(header).build());
        return upload;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<AppendPart> stream) {
        call = stream;
        stream.setOnReadyHandler(() -> note(() -> {}));
    }

    @Override
    public void onNext(CommandResult value) {
        note(() -> result = value);
    }

    @Override
    public void onError(Throwable error) {
        note(() -> failure = Status.fromThrowable(error).asRuntimeException());
    }

    @Override
    public void onCompleted() {
        note(() -> {
            if (result == null) {
                failure = Status.INTERNAL.withDescription("no result").asRuntimeException();
            }
        });
    }

    private void note(Runnable event) {
        lock.lock();
        try {
            event.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next chunk, which is copied: the first octets of the array, none or up to {@link #CHUNK}.
     *
     * @throws StatusRuntimeException the call has failed, or nothing was taken in time
     */
    void send(byte[] octets, int length) {
        if (length > 0) {
            send(AppendPart.newBuilder().setChunk(ByteString.copyFrom(octets, 0, length)).build());
        }
    }

    private void send(AppendPart part) {
        ClientCallStreamObserver<AppendPart> stream = stream();
        await(() -> stream.isReady() || result != null);
        if (result == null) {
            stream.onNext(part);
        }
    }

    private ClientCallStreamObserver<AppendPart> stream() {
        ClientCallStreamObserver<AppendPart> stream = call;
        if (stream == null) {
            throw new IllegalStateException("not started");
        }
        return stream;
    }

    /**
     * What became of it, when all octets were sent.
     *
     * @throws StatusRuntimeException it failed; unless it was refused as such, it may have happened
     */
    CommandResult finish() {
        if (result == null) {
            stream().onCompleted();
        }
        await(() -> result != null);
        CommandResult answer = result;
        if (answer == null) {
            throw Status.INTERNAL.withDescription("no result").asRuntimeException();
        }
        return answer;
    }

    private void await(java.util.function.BooleanSupplier enough) {
        lock.lock();
        try {
            long left = limitNanos;
            while (failure == null && !enough.getAsBoolean()) {
                if (left <= 0) {
                    throw Status.DEADLINE_EXCEEDED.withDescription("append").asRuntimeException();
                }
                left = changed.awaitNanos(left);
            }
            if (failure != null) {
                throw failure;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Status.CANCELLED.withCause(e).asRuntimeException();
        } finally {
            lock.unlock();
        }
    }

    /** Gives it up, unless it is answered already. */
    void cancel() {
        if (result == null && failure == null) {
            stream().cancel("given up", null);
        }
    }
}
