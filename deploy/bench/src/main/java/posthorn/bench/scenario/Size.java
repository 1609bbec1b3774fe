package posthorn.bench.scenario;

/** How much of a scenario is done. */
public enum Size {
    /** A few seconds, for the tests: its figures mean nothing. */
    SMALLEST,
    /** As much as a server needs that compiles what it runs; nothing is measured. */
    WARM_UP,
    /** Minutes. */
    USUAL,
    /** As long as it takes. */
    FULL;

    /** The one that belongs to this size. */
    public <T> T of(T smallest, T usual, T full) {
        return switch (this) {
            case SMALLEST -> smallest;
            case WARM_UP, USUAL -> usual;
            case FULL -> full;
        };
    }
}
