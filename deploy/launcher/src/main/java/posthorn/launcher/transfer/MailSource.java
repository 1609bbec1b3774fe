package posthorn.launcher.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Where messages come from. For one thread. */
public interface MailSource extends AutoCloseable {

    /** Opens the octets of a message, with the line ends that mail has: CRLF. */
    @FunctionalInterface
    interface Octets {
        /** Opens them. */
        InputStream open() throws IOException;
    }

    /** Who gets the messages of a mailbox. */
    interface Receiver {
        /**
         * One message.
         *
         * @throws TransferStopped when nothing more can be taken
         */
        void message(MessageFacts facts, Octets octets);

        /**
         * Whether a message is there already, as far as can be said before its octets are read.
         *
         * @param messageId its field Message-ID, with brackets; empty: none
         * @param size octets
         */
        boolean has(MessageFacts facts, String messageId, long size);

        /** A message that cannot be read. */
        void unreadable(String name, String why);
    }

    /** All mailboxes. */
    List<Folder> folders() throws IOException;

    /** Gives the messages of a mailbox, in their order. */
    void read(Folder folder, Receiver receiver) throws IOException;

    @Override
    void close();
}
