package posthorn.runtime.net;

import java.util.concurrent.ThreadLocalRandom;

/** What a connection is called in the log: it opens nothing, and need only not repeat soon. */
public final class SessionId {

    private static final int RADIX = 32;

    /** Tells the connections of one process from those of others. */
    private static final String PROCESS =
            Long.toUnsignedString(ThreadLocalRandom.current().nextLong() >>> 24, RADIX);

    private SessionId() {}

    /**
     * Of a connection. Any thread.
     *
     * @param id as in {@link MailConnection#id}
     */
    public static String of(long id) {
        return PROCESS + "-" + id;
    }
}
