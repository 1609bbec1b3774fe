package posthorn.bench.measure;

/**
 * What a server's store and log have done since its start.
 *
 * @param storeCommands commands of the database
 * @param storeFlushes flushes of the database to the disk
 * @param logRequests requests to the log
 * @param logFlushes flushes of the log to the disk
 */
public record Counts(
        double storeCommands, double storeFlushes, double logRequests, double logFlushes) {

    /** Since an earlier look. */
    public Counts since(Counts before) {
        return new Counts(
                storeCommands - before.storeCommands,
                storeFlushes - before.storeFlushes,
                logRequests - before.logRequests,
                logFlushes - before.logFlushes);
    }
}
