package posthorn.mailbox.account.log;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Applied;
import posthorn.mailbox.account.Entry;

/**
 * The log as one pod has read it: the state so far, and entries known to follow that are not
 * applied yet.
 */
final class LogView {
    private final Deque<Entry> next = new ArrayDeque<>();
    private @Nullable AccountState state;

    /** Up to here the watchers were told; -1: nothing was ever loaded. */
    private long published = -1;

    /** An entry number that somebody has seen. */
    private long noticed;

    private String stuck = "";

    /** What came of the attempt to apply the next entry. */
    sealed interface Step {
        /** It is applied. */
        record Done(Entry entry, boolean publish) implements Step {}

        /** Segments have to be loaded first. */
        record Needs(Set<String> segments) implements Step {}

        /** It is not the next one: what comes between was deleted. */
        record Gap() implements Step {}

        /** It cannot be applied. */
        record Stuck(long n, String reason) implements Step {}
    }

    @Nullable AccountState state() {
        return state;
    }

    /** Whether all that is known to follow is applied. */
    boolean isCurrent() {
        return next.isEmpty();
    }

    /** Whether it was loaded once, so that it is kept loaded. */
    boolean isKept() {
        return published >= 0 || noticed > 0;
    }

    /** Whether the log is to be looked at: an entry was noticed that is not here. */
    boolean isBehind() {
        return state != null && noticed > state.n();
    }

    /** Why nothing more can be applied; empty: it can. */
    String stuck() {
        return stuck;
    }

    void notice(long n) {
        noticed = Math.max(noticed, n);
    }

    /** A look has found nothing new. */
    void nothingNew() {
        noticed = 0;
    }

    /** Begins anew; true: watchers have missed something. */
    boolean load(AccountState loaded) {
        next.clear();
        state = loaded;
        boolean missed = published >= 0 && loaded.n() > published;
        published = Math.max(published, loaded.n());
        notice(loaded.n() + 1);
        return missed;
    }

    void forget() {
        next.clear();
        state = null;
    }

    void replace(AccountState same) {
        state = same;
    }

    void load(Map<String, byte[]> segments) {
        if (state != null) {
            state = state.load(segments);
        }
    }

    void follow(Collection<Entry> entries) {
        next.addAll(entries);
    }

    /** Applies the next entry. */
    Step apply(AccountState from) {
        var entry = next.element();
        if (entry.n() <= from.n()) {
            next.remove();
            return new Step.Done(entry, false);
        }
        if (entry.n() > from.n() + 1) {
            return new Step.Gap();
        }
        try {
            return switch (from.apply(entry)) {
                case Applied.Needs needs -> new Step.Needs(needs.segments());
                case Applied.Next after -> {
                    next.remove();
                    state = after.state();
                    boolean isNew = entry.n() > published;
                    published = Math.max(published, entry.n());
                    yield new Step.Done(entry, isNew);
                }
            };
        } catch (RuntimeException defect) {
            next.clear();
            noticed = 0;
            stuck = "Entry " + entry.n() + " cannot be applied: " + defect.getMessage();
            return new Step.Stuck(entry.n(), stuck);
        }
    }

    List<Entry> following() {
        return List.copyOf(next);
    }
}
