package posthorn.mailbox.account.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Documents with their versions, so that they can be read as of an earlier point and rolled back.
 */
final class Versions<K extends Comparable<K>, V> {
    private final NavigableMap<K, List<Version<V>>> documents = new TreeMap<>();

    /** A document from a point on; no value: it is deleted. */
    private record Version<V>(long point, @Nullable V value) {}

    @Nullable V get(K key, long point) {
        var versions = documents.get(key);
        return versions == null ? null : at(versions, point);
    }

    private static <V> @Nullable V at(List<Version<V>> versions, long point) {
        for (int i = versions.size() - 1; i >= 0; i--) {
            if (versions.get(i).point() <= point) {
                return versions.get(i).value();
            }
        }
        return null;
    }

    void put(K key, @Nullable V value, long point) {
        documents.computeIfAbsent(key, any -> new ArrayList<>(2)).add(new Version<>(point, value));
    }

    /** Documents from a key on, as of a point. */
    void from(K key, long point, BiConsumer<K, V> visitor, int limit) {
        int left = limit;
        for (var document : documents.tailMap(key, true).entrySet()) {
            var value = at(document.getValue(), point);
            if (value != null && left-- > 0) {
                visitor.accept(document.getKey(), value);
            }
            if (left <= 0) {
                return;
            }
        }
    }

    /** The last key as of a point, if keys are numbers; 0: none. */
    long last(long point) {
        for (var document : documents.descendingMap().entrySet()) {
            if (at(document.getValue(), point) != null && document.getKey() instanceof Long n) {
                return n;
            }
        }
        return 0;
    }

    /** The documents as of a point, as if there had never been others. */
    Versions<K, V> copy(long point) {
        var copy = new Versions<K, V>();
        documents.forEach((key, versions) -> {
            var value = at(versions, point);
            if (value != null) {
                copy.put(key, value, 0);
            }
        });
        return copy;
    }

    /** Forgets versions after a point. */
    void rollBack(long point) {
        documents.values().forEach(versions -> versions.removeIf(v -> v.point() > point));
        documents.values().removeIf(List::isEmpty);
    }

    /** Forgets versions that nobody reads who reads as of the point or later. */
    void prune(long point) {
        var all = documents.values().iterator();
        while (all.hasNext()) {
            var versions = all.next();
            while (versions.size() > 1 && versions.get(1).point() <= point) {
                versions.removeFirst();
            }
            var only = versions.getFirst();
            if (versions.size() == 1 && only.value() == null && only.point() <= point) {
                all.remove();
            }
        }
    }
}
