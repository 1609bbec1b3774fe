package posthorn.imap.session;

import posthorn.imap.grammar.ResponseWriter;

/**
 * The connection that a session runs on: takes what is longer than a buffer, and hears what the
 * session learns from the store.
 */
public interface SessionConnection extends ResponseWriter.Sink {

    /** The selected mailbox has changed: {@link ImapSession#push} is due. Any thread. */
    void changed();

    /** The account was closed: {@link ImapSession#bye} is due. Any thread. */
    void accountClosed();

    /** Whether the client has not left. Asked by the thread that works. */
    boolean isClientThere();

    /** Lets others work for a moment. Called now and then by a thread that works for long. */
    void makeWay();

    /** A command is looked at; {@link #answered} follows. Called by the thread that works. */
    default void began() {
        // Whoever does not measure needs no begin.
    }

    /** The command that was looked at last is answered. Called by the thread that works. */
    default void answered(Verb verb, CompletionStatus status) {
        // Whoever does not measure needs no end.
    }

    /** The client has said in ID what it is. Called by the thread that works. */
    default void named(ClientFamily family) {
        // Whoever does not measure does not tell clients apart.
    }
}
