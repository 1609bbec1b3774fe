package posthorn.launcher.transfer;

import java.io.IOException;

/** Where messages go. For one thread. */
public interface MailSink extends AutoCloseable {

    /** A mailbox that is being filled. */
    interface Box extends AutoCloseable {
        /**
         * Whether an earlier run has put the message there.
         *
         * @param size octets
         */
        boolean has(long uid, MessageFacts facts, long size) throws IOException;

        /** Adds a message; UIDs ascend. */
        void add(long uid, MessageFacts facts, Letter letter) throws IOException;

        @Override
        void close() throws IOException;
    }

    /**
     * Opens a mailbox, new or begun by an earlier run.
     *
     * @param id that the account gives it
     */
    Box open(Folder folder, String id) throws IOException;

    @Override
    void close() throws IOException;
}
