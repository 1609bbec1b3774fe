package posthorn.ingress.authentication;

import java.util.List;

/** What follows from the checks of a message, the gentlest first. */
public sealed interface Handling {

    /**
     * It is taken as any other.
     *
     * @param override why it is, although it failed; empty: it did not
     */
    record Accept(String override) implements Handling {}

    /**
     * It is taken, into the mailbox for junk.
     *
     * @param reason in words
     */
    record Junk(String reason) implements Handling {}

    /**
     * Nobody can say now: the host is to try again.
     *
     * @param reason in words, for the reply
     */
    record Defer(String reason) implements Handling {}

    /**
     * It is refused for good.
     *
     * @param lines of the reply
     */
    record Reject(List<String> lines) implements Handling {
        public Reject {
            lines = List.copyOf(lines);
        }
    }

    /** The stricter of the two; of equals the first. */
    static Handling stricter(Handling one, Handling other) {
        return rank(other) > rank(one) ? other : one;
    }

    private static int rank(Handling handling) {
        return switch (handling) {
            case Accept(String override) -> override.isEmpty() ? 0 : 1;
            case Junk junk -> 2;
            case Defer defer -> 3;
            case Reject reject -> 4;
        };
    }
}
