package posthorn.runtime.net;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection, as its handler sees it. To be called on the connection's event loop only,
 * unless a method says otherwise. After the connection is closed, writes go nowhere and do no harm.
 */
public interface MailConnection {

    /** Number of this connection, unique in the process: for logs. Any thread. */
    long id();

    /** Between whom it is. Any thread. */
    ConnectionEnds ends();

    /** IP address of the client, without port and zone. Any thread. */
    default String clientAddress() {
        return ends().client();
    }

    /** IP address that the client has connected to, without port and zone. Any thread. */
    default String localAddress() {
        return ends().server();
    }

    /** What the handshake agreed on; null: plain. Any thread. */
    @Nullable TlsFacts tls();

    /** Whether {@link #startTls} may be called: the listener offers it and it was not done yet. */
    boolean canStartTls();

    /** Whether neither side has closed it. Any thread. */
    boolean isOpen();

    /**
     * Writes; sent when the handler's call, and what follows it at once, returns. Never waits: from
     * the write limit on, no more input is consumed until the client has taken what it was sent.
     * For replies; what is long goes through {@link #stream}. The array must not be changed
     * afterwards.
     */
    void write(byte[] bytes);

    /**
     * Whether the client takes what it is sent. A handler whose answers are much longer than its
     * input stops consuming while this is false; it is given the rest when the client has caught
     * up. Any thread.
     */
    boolean writable();

    /**
     * Writes part of an array, and waits while the client is slow. Only from work that {@link
     * #await} runs. The array may be used again when the call returns.
     *
     * @throws IOException the connection is closed
     */
    void stream(byte[] bytes, int offset, int length) throws IOException;

    /**
     * Writes the reply in clear, drops everything that was received before the handshake, and
     * begins it; {@link ConnectionHandler#secured} follows, or the end. The session has to forget
     * what it knew about the client (RFC 3207 §4.2).
     *
     * @throws IllegalStateException TLS is not offered here or was begun already
     */
    void startTls(byte[] reply);

    /**
     * How long the client may be silent from now on, before {@link ConnectionHandler#idle}. Awaited
     * work does not count.
     */
    void idleTimeout(Duration time);

    /**
     * Sets the moment at which {@link ConnectionHandler#expired} is called, whatever comes in until
     * then. It takes the place of the one before.
     *
     * @param time from now on; null: there is no deadline
     */
    void deadline(@Nullable Duration time);

    /**
     * Moves the deadline on, where there is one.
     *
     * @param more by how much
     * @param most how far away from now it may be then
     */
    void extendDeadline(Duration more, Duration most);

    /**
     * Runs work that waits on a virtual thread of this connection; no input is consumed meanwhile,
     * and {@link #isOpen} tells the work when the client has left. Several run in the order in
     * which they were given. Then one of the continuations runs on the event loop, also when the
     * connection was closed meanwhile: the work is not interrupted.
     *
     * @param failed gets what the work threw
     */
    <T> void await(Callable<T> work, Consumer<? super T> then, Consumer<? super Exception> failed);

    /**
     * Runs something on the event loop of this connection, between two calls of the handler, also
     * while work is awaited. After the connection is closed it does not run. Any thread.
     */
    void execute(Runnable task);

    /** Closes after everything written has been sent. What still comes in is dropped. */
    void close();

    /** Closes now; what was written may be lost. Any thread. */
    void abort();
}
