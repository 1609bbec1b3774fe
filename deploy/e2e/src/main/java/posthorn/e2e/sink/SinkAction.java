package posthorn.e2e.sink;

import java.time.Duration;

/** What the server does instead of agreeing. */
public sealed interface SinkAction {
    /** Agrees after all: for a rule that stands before a wider one. */
    record Agree() implements SinkAction {}

    /**
     * Sends this reply and goes on. With 2yz at {@link SinkPhase#RCPT} and {@link SinkPhase#DOT} it
     * is a yes.
     *
     * @param text with its enhanced status code, as in {@code 4.2.1 mailbox busy}; line feeds make
     *     lines
     */
    record Reply(int code, String text) implements SinkAction {}

    /** Sends this reply and closes the connection. */
    record ReplyAndClose(int code, String text) implements SinkAction {}

    /** Says nothing more, and reads nothing more, until the client leaves. */
    record Stall() implements SinkAction {}

    /** Closes the connection without a reply. At {@link SinkPhase#DOT} the message is not kept. */
    record Drop() implements SinkAction {}

    /** At {@link SinkPhase#DOT}: keeps the message, and closes the connection without a reply. */
    record KeepAndDrop() implements SinkAction {}

    /**
     * At {@link SinkPhase#DOT}: keeps the message at once, and says so after this time, as a server
     * that scans what it took.
     */
    record KeepAndAnswerLate(Duration after) implements SinkAction {}

    /** A reply, as in {@code reply(450, "4.2.1 busy")}. */
    static SinkAction reply(int code, String text) {
        return new Reply(code, text);
    }
}
