package posthorn.delivery.pace;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import posthorn.delivery.queue.AnswerLost;

/**
 * What the workers tell one another. Each write replaces one document, only if it is the version
 * before. All methods block, and throw {@link AnswerLost} when the store does not answer; then a
 * write may have been done.
 */
public interface PaceStore {

    /** Those of {@code sites} that have a document. */
    Map<String, SiteRecord> read(Collection<String> sites);

    /**
     * Writes documents, each only in place of the version before its own (none: version 1).
     *
     * @param worker who writes
     * @return names of the sites whose document is now the one given
     */
    Set<String> replace(String worker, Collection<SiteRecord> next);

    /** The sites whose hosts said something last, at most so many. */
    List<SiteRecord> newest(int limit);

    /** The warm-up with this id; empty: it has not begun. */
    Optional<WarmUpRecord> warmUp(String id);

    /** Writes a warm-up in place of the version before its own; false: another one stands there. */
    boolean replace(String worker, WarmUpRecord next);

    /** All warm-ups, at most so many. */
    List<WarmUpRecord> warmUps(int limit);

    /**
     * The store's own clock: the same for all workers, however wrong theirs are.
     *
     * @return milliseconds since 1970
     */
    long now();
}
