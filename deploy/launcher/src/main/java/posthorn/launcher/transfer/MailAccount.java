package posthorn.launcher.transfer;

import java.io.InputStream;
import java.util.List;

/** An account of ours, from the outside. */
public interface MailAccount {

    /** A mailbox of it. */
    record Box(String id, Folder folder, long messages) {}

    /**
     * A message of a mailbox.
     *
     * @param messageId field Message-ID, with brackets; empty: none
     * @param size octets
     */
    record Message(long uid, MessageFacts facts, String messageId, long size) {}

    /** Its mailboxes, INBOX first. */
    List<Box> boxes();

    /**
     * A page of messages, the newest first.
     *
     * @param cursor empty: the first page
     */
    Page page(String box, String cursor);

    /**
     * Messages, and where the next are.
     *
     * @param next empty: there are no more
     */
    record Page(List<Message> messages, String next) {}

    /** The octets of a message, to be closed. */
    InputStream octets(String box, long uid) throws Refused;

    /** Makes a mailbox; its id. */
    String create(Folder folder) throws Refused;

    /** Shows a mailbox in mail programs, or shows it no more. */
    void subscribe(String box, boolean subscribed);

    /** Gives a mailbox another path. */
    void rename(String box, String path) throws Refused;

    /**
     * Adds a message.
     *
     * @param key under which the same message may be sent again and is added once
     * @throws Refused when it is not taken, whatever is tried
     */
    void append(String box, String key, MessageFacts facts, Letter letter) throws Refused;

    /** What was not done, and why. */
    final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        /** With what is to be told of it. */
        public Refused(String message) {
            super(message);
        }
    }
}
