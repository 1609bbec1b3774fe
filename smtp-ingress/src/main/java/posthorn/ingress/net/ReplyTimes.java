package posthorn.ingress.net;

import posthorn.ingress.session.Verb;
import posthorn.protocol.smtp.Reply;

/**
 * The times of one connection: from what a client says to the reply, and of the stages of its
 * messages. Event loop only.
 */
final class ReplyTimes {
    private static final int SEND_THE_MESSAGE = 354;

    private final SmtpMeters meters;
    private long input;
    private boolean unanswered;
    private boolean receiving;
    private long begun;
    private long append;

    ReplyTimes(SmtpMeters meters) {
        this.meters = meters;
    }

    /** Octets are given to the session. */
    void came() {
        input = System.nanoTime();
        unanswered = true;
    }

    /** The session says this; the first reply to what came is the one that is timed. */
    void said(Verb verb, Reply reply) {
        meters.commands().told(ReplyClass.of(reply));
        if (unanswered) {
            unanswered = false;
            meters.commands().took(verb, input);
        }
        if (verb == Verb.MAIL) {
            // A message that was refused in the midst is not the beginning of this one.
            receiving = false;
        }
        if (reply.code() == SEND_THE_MESSAGE || (verb == Verb.BDAT && !receiving)) {
            receiving = true;
            begun = input;
        }
    }

    /** The message that came is given to the log. */
    void appending() {
        append = System.nanoTime();
    }

    /** The log has the message. */
    void accepted() {
        long now = System.nanoTime();
        meters.stages().record(Stage.RECEIVE, receiving ? input - begun : 0);
        meters.stages().record(Stage.CHECK, append - input);
        meters.stages().record(Stage.LOG, now - append);
        receiving = false;
    }
}
