package posthorn.ingress.session;

/** A chunk of BDAT on its way in (RFC 3030 §2). */
final class Chunk {
    private final long octets;
    private final boolean last;
    private long left;

    /**
     * A chunk of which nothing has come.
     *
     * @param octets that it has
     * @param last whether the message ends with it
     */
    Chunk(long octets, boolean last) {
        this.octets = octets;
        this.last = last;
        this.left = octets;
    }

    long octets() {
        return octets;
    }

    boolean last() {
        return last;
    }

    /** How many of {@code ready} octets belong to it. */
    int within(int ready) {
        return (int) Math.min(left, ready);
    }

    /** So many more have come. */
    void took(int count) {
        left -= count;
    }

    boolean isDone() {
        return left == 0;
    }
}
