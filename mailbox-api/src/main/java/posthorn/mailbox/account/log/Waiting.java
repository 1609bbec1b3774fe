package posthorn.mailbox.account.log;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.Command;

/** Commands that wait, in the order in which they came; at most one with the same key. */
final class Waiting {
    private final Set<Pending> all = new LinkedHashSet<>();
    private final Map<String, Pending> byKey = new HashMap<>();

    int size() {
        return all.size();
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    @Nullable Pending get(String key) {
        return byKey.get(key);
    }

    Pending add(Command command, long ticket, long now) {
        var pending = new Pending(command, ticket, now);
        all.add(pending);
        if (!command.key().isEmpty()) {
            byKey.put(command.key(), pending);
        }
        return pending;
    }

    void remove(Pending pending) {
        all.remove(pending);
        byKey.remove(pending.command.key(), pending);
    }

    Collection<Pending> all() {
        return List.copyOf(all);
    }

    /** Those that came before a time. */
    List<Pending> before(long time) {
        return all.stream().filter(pending -> pending.since - time < 0).toList();
    }

    /**
     * The next ones to be decided together: the doubtful ones alone, so that their answer depends
     * on no entry.
     */
    List<Pending> batch(AppendSettings settings) {
        var doubtful = all.stream().filter(pending -> pending.doubtful).toList();
        var batch = new ArrayList<Pending>();
        int facts = 0;
        for (var pending : doubtful.isEmpty() ? all : doubtful) {
            facts += pending.facts();
            boolean full = batch.size() >= settings.batch() || facts > settings.batchFacts();
            if (full && !batch.isEmpty()) {
                break;
            }
            batch.add(pending);
        }
        return batch;
    }
}
