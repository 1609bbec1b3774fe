package posthorn.e2e.system;

import java.nio.file.Path;
import java.util.List;

/**
 * A running Posthorn as its users see it: ports on 127.0.0.1. Where there are several pods, {@code
 * pod} says which.
 */
public interface MailSystem extends AutoCloseable {

    /** How many there are of each service. */
    int pods();

    /** Port of a use, as in {@link Use#SUBMISSION}. */
    int port(Use use, int pod);

    /** As {@link #port(Use, int)} of the first pod. */
    default int port(Use use) {
        return port(use, 0);
    }

    /** Every process of the system that runs now. */
    List<JavaProcess> processes();

    /** File with the admin token. */
    Path adminToken();

    /**
     * Kills everything that is ours with kill -9: also log and store where they are in our
     * processes.
     */
    void killAll();

    /**
     * Starts everything again after {@link #killAll}, with the same data and ports, and waits until
     * it is ready.
     */
    void startAgain();

    /** SMTP host and port of other servers, and so on. */
    enum Use {
        SMTP,
        SUBMISSION,
        SUBMISSIONS,
        SUBMISSION_ALT,
        IMAP,
        IMAPS,
        POP3,
        POP3S,
        /** REST of mailbox-api. */
        MAILBOX_HTTP,
        /** REST of delivery-worker. */
        QUEUE_HTTP,
        INGRESS_HTTP,
        FRONTEND_HTTP
    }

    @Override
    void close();
}
