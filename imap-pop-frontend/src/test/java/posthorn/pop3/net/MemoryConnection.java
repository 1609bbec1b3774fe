package posthorn.pop3.net;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.sasl.ChannelBindings;
import posthorn.runtime.net.ConnectionEnds;
import posthorn.runtime.net.ConnectionHandler;
import posthorn.runtime.net.ConnectionLimits;
import posthorn.runtime.net.MailConnection;
import posthorn.runtime.net.TlsFacts;

/**
 * A connection without sockets: what waits is done at once, what is left over is given again. For
 * one thread.
 */
final class MemoryConnection implements MailConnection {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ConnectionHandler handler;
    private boolean tls;
    private boolean upgrading;
    private boolean open = true;
    private int awaited;

    MemoryConnection(boolean tls, Function<MailConnection, ConnectionHandler> protocol) {
        this.tls = tls;
        this.handler = protocol.apply(this);
        handler.opened();
    }

    /**
     * Bytes come in, as many at a time as {@code chunk} says. What comes behind STLS in the same
     * chunk is dropped.
     */
    void feed(byte[] bytes, int chunk) {
        ByteBuffer rest = ByteBuffer.allocate(0);
        for (int at = 0; at < bytes.length && open && !upgrading; at += chunk) {
            int size = Math.min(chunk, bytes.length - at);
            ByteBuffer next = ByteBuffer.allocate(rest.remaining() + size);
            next.put(rest).put(bytes, at, size).flip();
            handler.received(next);
            rest = next;
        }
    }

    /** The client's handshake is done. */
    void finishHandshake() {
        upgrading = false;
        tls = true;
        handler.secured();
    }

    /** The client leaves. */
    void leave() {
        open = false;
        handler.closed();
    }

    void fallSilent() {
        handler.idle();
    }

    boolean isUpgrading() {
        return upgrading;
    }

    /** What was said since the last call. */
    String said() {
        String text = out.toString(StandardCharsets.UTF_8);
        out.reset();
        return text;
    }

    /** How often something was done on a thread that may wait. */
    int awaited() {
        return awaited;
    }

    @Override
    public long id() {
        return 1;
    }

    @Override
    public ConnectionEnds ends() {
        return new ConnectionEnds(new ConnectionLimits(1, 1), "192.0.2.1", "192.0.2.2");
    }

    @Override
    public @Nullable TlsFacts tls() {
        return tls
                ? new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256", ChannelBindings.NONE, List.of())
                : null;
    }

    @Override
    public boolean canStartTls() {
        return !tls;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public void write(byte[] bytes) {
        out.writeBytes(bytes);
    }

    @Override
    public void stream(byte[] bytes, int offset, int length) {
        out.write(bytes, offset, length);
    }

    @Override
    public void startTls(byte[] reply) {
        out.writeBytes(reply);
        upgrading = true;
    }

    @Override
    public void idleTimeout(Duration time) {}

    @Override
    public void deadline(@Nullable Duration time) {}

    @Override
    public void extendDeadline(Duration more, Duration most) {}

    @Override
    public <T> void await(
            Callable<T> work, Consumer<? super T> then, Consumer<? super Exception> failed) {
        awaited++;
        T result;
        try {
            result = work.call();
        } catch (Exception e) {
            failed.accept(e);
            return;
        }
        then.accept(result);
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public void abort() {
        open = false;
    }
}
