package posthorn.mailbox.account.log;

import java.util.List;
import java.util.Map;
import java.util.Set;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.Result;

/** The one answer that an {@link Appender} waits for. */
sealed interface Task {
    long id();

    /** Manifest, with the state that it points to. */
    record Loading(long id, long since) implements Task {}

    record LoadingSegments(long id, Set<String> names) implements Task {}

    /**
     * An insert.
     *
     * @param since when it was sent
     */
    record Inserting(long id, long since) implements Task {}

    /**
     * A look at the log.
     *
     * @param since when it was sent
     * @param refreshing how many of those who want a fresh state asked before it
     * @param unconfirmed answers to give if nothing new is found
     * @param sought old deliveries whose keys are among those that are looked for
     */
    record Looking(
            long id,
            long since,
            int refreshing,
            Map<PendingCommand, Result> unconfirmed,
            List<PendingCommand> sought)
            implements Task {}

    /** The floor, before what a look found counts. */
    record CheckingFound(long id, long since, Looking look, List<Entry> tail, List<Entry> byKey)
            implements Task {}

    /** The floor, before an insert that took long counts. */
    record CheckingInserted(long id, long since, Inserting insert) implements Task {}

    /** The floor, before an old delivery is decided. */
    record CheckingOld(long id, long since) implements Task {}

    /** The end of what stands below the floor. */
    record Removing(long id, boolean thenLoad) implements Task {}

    /** Time to pass. */
    record Sleeping(long id) implements Task {}
}
