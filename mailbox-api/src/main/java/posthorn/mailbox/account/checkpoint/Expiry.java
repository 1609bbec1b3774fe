package posthorn.mailbox.account.checkpoint;

import java.time.Duration;
import java.util.List;
import posthorn.mailbox.account.Entry;

/**
 * Ends the history before a kept checkpoint: the floor is written first, and entries below it are
 * deleted by a later run, from the oldest on. The newest entry always stays, since a kept
 * checkpoint is older than the manifest's, and that one not newer than the log.
 *
 * <p>An append takes an insert that ended within {@link
 * posthorn.mailbox.account.log.AppendSettings#floorAfter} of a look without asking for the floor,
 * and holds an old delivery against a floor that it read within that time. The first wants that
 * nothing is deleted that the log has not had for more than twice that time; the second, that
 * nothing is deleted below a floor that has not stood for so long: the key of a delivery is in its
 * entry alone, and who does not know yet that it is forgotten would take the delivery for a new
 * one. This pod counts both times from when it saw the number and the floor, by its own monotonic
 * clock.
 */
public final class Expiry implements Chore {
    private static final int PAGE = 500;

    private final Settings settings;
    private final Seen seen;
    private final long nanos;
    private final long millis;
    private long floor;

    /**
     * Times of the history.
     *
     * @param history how long entries and keys are kept
     * @param settle how long the pod has to know an entry before the floor goes over it, and a
     *     floor before entries are deleted below it: more than twice the append's floorAfter
     */
    public record Settings(Duration history, Duration settle) {
        /** Where the settings say nothing. */
        public static final Settings DEFAULT =
                new Settings(Duration.ofDays(30), Duration.ofMinutes(3));
    }

    /** What this pod has seen of one account, kept from one expiry to the next. */
    public static final class Seen {
        private final Since log = new Since();
        private final Since floor = new Since();
    }

    /** Since when something is known to have reached a number. */
    private static final class Since {
        private long n;
        private long since;
        private long olderN;

        /**
         * Remembers the number, and returns the highest one known for at least {@code settle}
         * nanoseconds.
         */
        long note(long number, long nanos, long settle) {
            if (n != 0 && nanos - since >= settle) {
                olderN = n;
                n = 0;
            }
            if (n == 0) {
                n = number;
                since = nanos;
            }
            return olderN;
        }
    }

    /**
     * Expiry of one account's entries.
     *
     * @param nanos monotonic clock of this pod
     * @param millis time of day, milliseconds since 1970
     */
    public Expiry(Settings settings, Seen seen, long nanos, long millis) {
        this.settings = settings;
        this.seen = seen;
        this.nanos = nanos;
        this.millis = millis;
    }

    @Override
    public ChoreRequest start() {
        return new ChoreRequest.ReadManifest();
    }

    @Override
    public ChoreRequest next(ChoreReply answer) {
        return switch (answer) {
            case ChoreReply.TheManifest read -> begin(read.manifest());
            case ChoreReply.Replaced replaced ->
                    replaced.done()
                            ? oldest()
                            : ChoreRequest.Over.later("Somebody else replaced the manifest");
            case ChoreReply.Entries entries -> delete(entries.entries());
            case ChoreReply.Ok deleted -> oldest();
            case ChoreReply.Failed failed -> ChoreRequest.Over.later(failed.reason());
            case ChoreReply.State state -> throw new IllegalArgumentException("Not asked for");
            case ChoreReply.Contents contents ->
                    throw new IllegalArgumentException("Not asked for");
            case ChoreReply.Names names -> throw new IllegalArgumentException("Not asked for");
        };
    }

    private ChoreRequest begin(Manifest manifest) {
        if (!manifest.exists()) {
            return ChoreRequest.Over.done("There is no checkpoint");
        }
        long settle = settings.settle().toNanos();
        long settled = seen.log.note(manifest.n(), nanos, settle);
        floor = seen.floor.note(manifest.floor().n(), nanos, settle);
        long until = millis - settings.history().toMillis();
        var old =
                manifest.past().stream()
                        .filter(past -> past.at() <= until && past.n() <= settled)
                        .toList();
        return old.isEmpty() || old.getLast().n() <= manifest.floor().n()
                ? oldest()
                : new ChoreRequest.ReplaceManifest(manifest.from(old.getLast()));
    }

    private ChoreRequest oldest() {
        return floor == 0
                ? ChoreRequest.Over.done("Nothing is old enough")
                : new ChoreRequest.ReadEntries(1, PAGE);
    }

    private ChoreRequest delete(List<Entry> oldest) {
        long through = 0;
        for (var entry : oldest) {
            through = entry.n() <= floor ? entry.n() : through;
        }
        return through == 0
                ? ChoreRequest.Over.done("The history begins after " + floor)
                : new ChoreRequest.DeleteEntries(through);
    }
}
