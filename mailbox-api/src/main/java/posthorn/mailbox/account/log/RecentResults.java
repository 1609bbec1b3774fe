package posthorn.mailbox.account.log;

import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.Result;

/**
 * Results of the last commands, by key: a repeated call is often answered without asking the store.
 */
final class RecentResults {
    private final Map<String, Result> results;

    RecentResults(int limit) {
        results =
                new LinkedHashMap<>() {
                    @Serial private static final long serialVersionUID = 1;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, Result> eldest) {
                        return size() > limit;
                    }
                };
    }

    void add(Entry entry) {
        entry.results().forEach(result -> results.put(result.key(), result.result()));
    }

    /** Result of the command, if it is kept and its entry stands above the floor. */
    @Nullable Result get(String key, Floor floor) {
        var result = results.get(key);
        return result == null || result.n() <= floor.n() ? null : result;
    }
}
