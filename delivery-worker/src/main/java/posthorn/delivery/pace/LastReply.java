package posthorn.delivery.pace;

/**
 * What a host of a site said last, for people.
 *
 * @param host with address and port; empty: none has said anything
 * @param text its reply, or what was wrong, in one line of at most {@value #MOST} characters
 * @param at milliseconds since 1970, by the clock of the worker that heard it; 0: never
 */
public record LastReply(String host, String text, long at) {

    static final int MOST = 300;

    /** None has said anything. */
    public static final LastReply NONE = new LastReply("", "", 0);

    /** Cuts what is too long. */
    public LastReply {
        host = host.length() > MOST ? host.substring(0, MOST) : host;
        text = text.length() > MOST ? text.substring(0, MOST) : text;
    }

    /** The later one of two. */
    LastReply or(LastReply other) {
        return other.at > at ? other : this;
    }
}
