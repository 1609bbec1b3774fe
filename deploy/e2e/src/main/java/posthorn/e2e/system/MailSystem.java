package posthorn.e2e.system;

import java.nio.file.Path;
import java.util.List;

/**
 * A running Posthorn as its users see it: ports on 127.0.0.1. Where there are several pods, {@code
 * pod} says which.
 */
public interface MailSystem extends AutoCloseable {

    /** Settings under which users may send as much as they like, for loads. */
    List<String> WITHOUT_LIMITS =
            List.of(
                    "-Dposthorn.smtp-ingress.limits.account-messages-per-hour=0",
                    "-Dposthorn.smtp-ingress.limits.account-messages-per-day=0",
                    "-Dposthorn.smtp-ingress.limits.account-recipients-per-hour=0",
                    "-Dposthorn.smtp-ingress.limits.account-recipients-per-day=0");

    /** Settings under which the password of an account may be any, its address for one. */
    List<String> ANY_PASSWORD =
            List.of(
                    "-Dposthorn.mailbox-api.access.password.least-length=1",
                    "-Dposthorn.mailbox-api.access.password.refuse-guessable=false");

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
        /** Health and metrics of mailbox-api. */
        MAILBOX_MANAGEMENT,
        /** Health and metrics of delivery-worker. */
        QUEUE_MANAGEMENT,
        INGRESS_MANAGEMENT,
        FRONTEND_MANAGEMENT
    }

    @Override
    void close();
}
