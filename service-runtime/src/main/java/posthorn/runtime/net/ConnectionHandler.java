package posthorn.runtime.net;

import java.nio.ByteBuffer;

/**
 * One connection's side of the protocol. All calls come on the event loop of the connection, never
 * two at a time, and none of them may wait. Whatever any of them throws is a defect: it is logged
 * and the connection ends with {@link CloseReason#DEFECT}.
 */
public interface ConnectionHandler {

    /**
     * The connection stands; with implicit TLS, its handshake is done. The place for a greeting.
     */
    void opened();

    /**
     * Bytes came in. The handler takes one command, or what else it can use without an answer that
     * is much longer than its input. What it leaves in the buffer is kept (at most 64 KiB) and
     * given again: at once, as long as it takes something, waits for nothing and the client takes
     * its answers ({@link MailConnection#writable}); else in front of what follows, when more
     * comes, or when what made it stop has ended. The buffer is valid only during the call.
     */
    void received(ByteBuffer input);

    /**
     * The handshake begun by {@link MailConnection#startTls} is done; nothing that came before it
     * is left.
     */
    void secured();

    /** Nothing came in for the idle time. The connection is closed after what is written here. */
    void idle();

    /**
     * The deadline that was set with {@link MailConnection#deadline} has passed; while work is
     * awaited, this comes at its end. The connection is closed after what is written here.
     */
    default void expired() {
        idle();
    }

    /**
     * The server is going down, and nothing is awaited: say so in the protocol's words and {@link
     * MailConnection#close}; or, in the midst of something that must not be torn, such as a message
     * that comes in, finish it first and close then. After the listener's grace the connection is
     * cut.
     */
    void closing();

    /**
     * The end, exactly once, after all awaited work has ended. Nothing is written any more; {@link
     * MailConnection#await} may still be called, to give back what the session held; its
     * continuations are not run any more.
     */
    void closed();
}
