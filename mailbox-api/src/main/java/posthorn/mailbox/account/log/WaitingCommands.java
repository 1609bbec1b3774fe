package posthorn.mailbox.account.log;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Commands that wait, in the order in which they came; at most one with the same key. */
final class WaitingCommands {
    private final Set<PendingCommand> all = new LinkedHashSet<>();
    private final Map<String, PendingCommand> byKey = new HashMap<>();

    int size() {
        return all.size();
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    @Nullable PendingCommand get(String key) {
        return byKey.get(key);
    }

    PendingCommand add(Input.Arrived arrived, long now) {
        var pending = new PendingCommand(arrived, now);
        all.add(pending);
        if (!pending.command.key().isEmpty()) {
            byKey.put(pending.command.key(), pending);
        }
        return pending;
    }

    void remove(PendingCommand pending) {
        all.remove(pending);
        byKey.remove(pending.command.key(), pending);
    }

    Collection<PendingCommand> all() {
        return List.copyOf(all);
    }

    /** Those that came before a time. */
    List<PendingCommand> before(long time) {
        return all.stream().filter(pending -> pending.since - time < 0).toList();
    }

    /**
     * The next ones to be decided together: the unconfirmed ones alone, so that their answer
     * depends on no entry.
     */
    List<PendingCommand> batch(AppendSettings settings) {
        var unconfirmed = all.stream().filter(pending -> pending.unconfirmed).toList();
        var batch = new ArrayList<PendingCommand>();
        int facts = 0;
        for (var pending : unconfirmed.isEmpty() ? all : unconfirmed) {
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
