package posthorn.ingress.net;

import java.util.Locale;

/** The stages of a message that this service sees. */
enum Stage {
    /** From the word that it may come to its last octet: the client's time. */
    RECEIVE,
    /** From its last octet until it is given to the log: who has sent it, what is in it. */
    CHECK,
    /** Until the log has it. */
    LOG;

    /** As it stands in the tag {@code stage}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
