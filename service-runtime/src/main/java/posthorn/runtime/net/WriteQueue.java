package posthorn.runtime.net;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What goes out on one connection. On the event loop nothing waits; a virtual thread that streams
 * is held until the client has taken enough.
 */
final class WriteQueue {
    private static final int PIECE = 32 * 1024;

    /** Hears after each write whether the client keeps up. */
    interface Taking {
        void taking(boolean all);
    }

    private final NetSocket socket;
    private final Taking taking;
    private @Nullable CompletableFuture<Void> room;

    WriteQueue(NetSocket socket, Taking taking) {
        this.socket = socket;
        this.taking = taking;
    }

    /** Whether more is written and not sent than the write limit. Any thread. */
    boolean full() {
        return socket.writeQueueFull();
    }

    /** Writes. Event loop only. */
    void send(Buffer bytes) {
        socket.write(bytes);
        taking.taking(!full());
    }

    /**
     * Writes in pieces and waits after each that fills the queue. Virtual thread only.
     *
     * @param eventLoop runs a step on the event loop
     * @param open whether the connection still takes anything; asked on the event loop
     */
    void stream(
            byte[] bytes,
            int offset,
            int length,
            Consumer<Runnable> eventLoop,
            BooleanSupplier open)
            throws IOException {
        int end = offset + length;
        for (int at = offset; at < end; at += PIECE) {
            int size = Math.min(PIECE, end - at);
            Buffer piece = Buffer.buffer(size).appendBytes(bytes, at, size);
            CompletableFuture<Void> taken = new CompletableFuture<>();
            eventLoop.accept(() -> sendThenTell(piece, taken, open));
            waitFor(taken);
        }
    }

    private void sendThenTell(Buffer piece, CompletableFuture<Void> taken, BooleanSupplier open) {
        if (!open.getAsBoolean()) {
            taken.completeExceptionally(new ClosedChannelException());
            return;
        }
        send(piece);
        if (full()) {
            room = taken;
        } else {
            taken.complete(null);
        }
    }

    private static void waitFor(CompletableFuture<Void> taken) throws IOException {
        try {
            taken.get();
        } catch (ExecutionException e) {
            throw new IOException("the client has left", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the client was slow", e);
        }
    }

    /** The client has caught up. Event loop only. */
    void drained() {
        CompletableFuture<Void> waiting = room;
        room = null;
        if (waiting != null) {
            waiting.complete(null);
        }
    }

    /** Nobody takes anything any more. Event loop only. */
    void closed() {
        CompletableFuture<Void> waiting = room;
        room = null;
        if (waiting != null) {
            waiting.completeExceptionally(new ClosedChannelException());
        }
    }
}
