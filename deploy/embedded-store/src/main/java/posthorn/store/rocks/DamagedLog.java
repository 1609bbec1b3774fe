package posthorn.store.rocks;

import java.nio.file.Path;

/**
 * The store's log lacks writes that clients were told are durable. Opening the store would lose
 * them for good, so it is left as it is.
 */
public final class DamagedLog extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param file the log file with the hole
     * @param from the sequence number of the first missing write
     * @param to that of the last one before the log is whole again
     */
    DamagedLog(Path file, long from, long to) {
        super(
                "the log of the store is damaged in "
                        + file
                        + ": acknowledged writes ("
                        + from
                        + " to "
                        + to
                        + ") cannot be read, although later ones can. Nothing was changed. Look at"
                        + " the disk, and restore the directory of the store from a copy. To go on"
                        + " without the missing writes and all later ones of the log, keep a copy"
                        + " and start once with posthorn.standalone.store-accept-loss=true.");
    }
}
