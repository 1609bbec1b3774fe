package posthorn.delivery.pace;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import posthorn.delivery.queue.AnswerLost;

/** What workers tell one another, in memory. */
public final class MemoryPace implements PaceStore {

    private final Map<String, SiteRecord> sites = new HashMap<>();
    private final Map<String, WarmUpRecord> warmUps = new HashMap<>();

    /** The clock of the store. */
    public long millis = 1_000;

    /** Whether it answers nobody. */
    public boolean away;

    /** Calls that were answered. */
    public int calls;

    @Override
    public Map<String, SiteRecord> read(Collection<String> names) {
        answers();
        Map<String, SiteRecord> found = new HashMap<>(sites);
        found.keySet().retainAll(names);
        return found;
    }

    @Override
    public Set<String> replace(String worker, Collection<SiteRecord> next) {
        answers();
        Set<String> written = new HashSet<>();
        for (SiteRecord site : next) {
            SiteRecord stands = sites.get(site.site());
            if (site.version() == (stands == null ? 1 : stands.version() + 1)) {
                sites.put(site.site(), site);
                written.add(site.site());
            }
        }
        return written;
    }

    @Override
    public List<SiteRecord> newest(int limit) {
        answers();
        return sites.values().stream()
                .sorted(Comparator.comparingLong((SiteRecord s) -> s.last().at()).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<WarmUpRecord> warmUp(String id) {
        answers();
        return Optional.ofNullable(warmUps.get(id));
    }

    @Override
    public boolean replace(String worker, WarmUpRecord next) {
        answers();
        WarmUpRecord stands = warmUps.get(next.id());
        boolean follows = next.version() == (stands == null ? 1 : stands.version() + 1);
        if (follows) {
            warmUps.put(next.id(), next);
        }
        return follows;
    }

    @Override
    public List<WarmUpRecord> warmUps(int limit) {
        answers();
        return warmUps.values().stream().limit(limit).toList();
    }

    @Override
    public long now() {
        answers();
        return millis;
    }

    private void answers() {
        if (away) {
            throw new AnswerLost("the store is away");
        }
        calls++;
    }
}
