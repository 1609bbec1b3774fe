package posthorn.mailbox.dkim;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The keys of a domain.
 *
 * @param domain folded
 * @param version counts the changes of the document
 * @param keys the oldest first
 */
public record DomainKeys(String domain, long version, List<DomainKey> keys) {
    public DomainKeys {
        keys = List.copyOf(keys);
    }

    /** Those that sign at a time. */
    public List<DomainKey> signing(long now) {
        return in(now, DomainKey.State.SIGNING).toList();
    }

    /** Those whose records have to be in DNS at a time. */
    public List<DomainKey> published(long now) {
        return keys.stream().filter(key -> key.state(now) != DomainKey.State.GONE).toList();
    }

    /** Whether some wait for their time to sign. */
    public boolean rotates(long now) {
        return in(now, DomainKey.State.PUBLISHED).findAny().isPresent();
    }

    /**
     * With others that follow: those that sign retire when the new ones begin. What is gone is left
     * out.
     *
     * @param fresh keys that begin to sign at {@code signsFrom}
     * @param gone when the old ones are needed no more
     */
    public DomainKeys rotated(List<DomainKey> fresh, long now, long signsFrom, long gone) {
        List<DomainKey> next = new ArrayList<>();
        for (DomainKey key : published(now)) {
            next.add(key.retiresFrom() == DomainKey.NEVER ? key.retiring(signsFrom, gone) : key);
        }
        next.addAll(fresh);
        return new DomainKeys(domain, version + 1, next);
    }

    /** Without those that nobody needs; the same when there are none. */
    public DomainKeys withoutGone(long now) {
        List<DomainKey> kept = published(now);
        return kept.size() == keys.size() ? this : new DomainKeys(domain, version + 1, kept);
    }

    private Stream<DomainKey> in(long now, DomainKey.State state) {
        return keys.stream().filter(key -> key.state(now) == state);
    }
}
