package posthorn.runtime.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What goes out on one connection, in pieces, so that a client that takes some of a large answer is
 * seen to do so. On the event loop nothing waits; a virtual thread that streams is held until the
 * client has taken enough.
 */
final class WriteQueue {
    /** Octets that are written at once: a client has to take one piece in each stall time. */
    private static final int PIECE = 16 * 1024;

    /** Hears how the client keeps up. Event loop only. */
    interface Events {
        /** As many octets as the limit or more wait: no input is to be consumed. */
        void filled();

        /** Half of the limit or less waits, after it was filled. */
        void drained();

        /** Whether the connection still takes anything. */
        boolean takesOutput();

        /** A write has failed on a channel that is still open: nothing will be sent any more. */
        void abort();
    }

    private final Channel channel;
    private final int limit;
    private final Events events;
    private volatile long queued;
    private volatile long taken;
    private boolean filled;
    private boolean unflushed;
    private @Nullable CompletableFuture<Void> room;

    WriteQueue(Channel channel, int limit, Events events) {
        this.channel = channel;
        this.limit = limit;
        this.events = events;
    }

    /** Whether as many octets as the limit or more are written and not sent. Any thread. */
    boolean full() {
        return queued - taken >= limit;
    }

    /** Octets that the client's side of the connection has taken so far. Any thread. */
    long taken() {
        return taken;
    }

    /** Writes; {@link #flush} sends it, and so does a full queue. Event loop only. */
    void send(byte[] bytes) {
        for (int at = 0; at < bytes.length; at += PIECE) {
            write(Unpooled.wrappedBuffer(bytes, at, Math.min(PIECE, bytes.length - at)));
        }
        if (full()) {
            flush();
        }
    }

    private void write(ByteBuf piece) {
        int octets = piece.readableBytes();
        long sum = queued + octets;
        queued = sum;
        unflushed = true;
        channel.write(piece)
                .addListener(done -> {
                    if (done.isSuccess()) {
                        sent(octets);
                    } else if (channel.isOpen()) {
                        events.abort();
                    }
                });
        if (!filled && full()) {
            filled = true;
            events.filled();
        }
    }

    /** Sends what was written. Event loop only. */
    void flush() {
        if (unflushed) {
            unflushed = false;
            channel.flush();
        }
    }

    private void sent(int octets) {
        long sum = taken + octets;
        taken = sum;
        if (filled && queued - taken <= limit / 2) {
            filled = false;
            complete(null);
            events.drained();
        }
    }

    /**
     * Writes in pieces and waits while the queue is full. Virtual thread only.
     *
     * @throws IOException the connection is closed
     */
    void stream(byte[] bytes, int offset, int length) throws IOException {
        int end = offset + length;
        for (int at = offset; at < end; at += 2 * PIECE) {
            int size = Math.min(2 * PIECE, end - at);
            ByteBuf pieces = channel.alloc().buffer(size).writeBytes(bytes, at, size);
            CompletableFuture<Void> accepted = new CompletableFuture<>();
            try {
                channel.eventLoop().execute(() -> accept(pieces, accepted));
            } catch (RejectedExecutionException e) {
                pieces.release();
                throw new IOException("the server has stopped", e);
            }
            waitFor(accepted);
        }
    }

    private void accept(ByteBuf pieces, CompletableFuture<Void> accepted) {
        if (!events.takesOutput()) {
            pieces.release();
            accepted.completeExceptionally(new ClosedChannelException());
            return;
        }
        while (pieces.isReadable()) {
            write(pieces.readRetainedSlice(Math.min(PIECE, pieces.readableBytes())));
        }
        pieces.release();
        flush();
        if (filled) {
            room = accepted;
        } else {
            accepted.complete(null);
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

    /** Nobody takes anything any more. Event loop only. */
    void closed() {
        complete(new ClosedChannelException());
    }

    private void complete(@Nullable Exception problem) {
        CompletableFuture<Void> waiting = room;
        room = null;
        if (waiting != null && problem == null) {
            waiting.complete(null);
        } else if (waiting != null) {
            waiting.completeExceptionally(problem);
        }
    }
}
