package posthorn.delivery;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Attempts that wait for a slot, by site and destination. Sites take turns, and so do the
 * destinations of one. A site whose attempts cannot begin is passed over as a whole, however many
 * destinations it has. For one thread at a time.
 */
final class WaitingAttempts {

    /** One that waits. */
    record Waiting(String destination, Runnable attempt) {}

    /** By site, then by destination; the one whose turn comes first stands first. None is empty. */
    private final LinkedHashMap<String, Map<String, Deque<Runnable>>> sites = new LinkedHashMap<>();

    private final Map<String, Integer> countAt = new LinkedHashMap<>();
    private final Set<String> destinations = new HashSet<>();
    private int count;

    /** All that wait. */
    int count() {
        return count;
    }

    /** Those that wait for one site. */
    int countAt(String site) {
        return countAt.getOrDefault(site, 0);
    }

    /** Destinations for which some wait. */
    Collection<String> destinations() {
        return Set.copyOf(destinations);
    }

    /** Whether some wait for a destination. */
    boolean waitsFor(String destination) {
        return destinations.contains(destination);
    }

    /** Lets one wait behind the others of its destination. */
    void add(String site, String destination, Runnable attempt) {
        line(site, destination).add(attempt);
        destinations.add(destination);
        countAt.merge(site, 1, Integer::sum);
        count++;
    }

    private Deque<Runnable> line(String site, String destination) {
        return sites.computeIfAbsent(site, _ -> new LinkedHashMap<>())
                .computeIfAbsent(destination, _ -> new ArrayDeque<>());
    }

    /**
     * Takes the one whose turn it is.
     *
     * @param siteOf the site of a destination, as it is known now
     * @param siteFull whether no attempt may begin at a site
     * @param destinationFull whether none may begin at a destination of a site that is not full
     * @return empty: none may begin
     */
    Optional<Waiting> take(
            UnaryOperator<String> siteOf,
            Predicate<String> siteFull,
            Predicate<String> destinationFull) {
        while (true) {
            Optional<Place> next = next(siteFull, destinationFull);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            Place place = next.get();
            String now = siteOf.apply(place.destination());
            if (now.equals(place.site())) {
                return Optional.of(remove(place.site(), place.destination()));
            }
            move(place.site(), now, place.destination());
        }
    }

    private record Place(String site, String destination) {}

    private Optional<Place> next(Predicate<String> siteFull, Predicate<String> destinationFull) {
        for (String site : sites.keySet()) {
            if (!siteFull.test(site)) {
                Optional<String> free = first(site, destinationFull);
                if (free.isPresent()) {
                    return Optional.of(new Place(site, free.get()));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> first(String site, Predicate<String> destinationFull) {
        return sites.getOrDefault(site, Map.of()).keySet().stream()
                .filter(destination -> !destinationFull.test(destination))
                .findFirst();
    }

    private Waiting remove(String site, String destination) {
        Map<String, Deque<Runnable>> lines = take(site);
        Deque<Runnable> line = lines.remove(destination);
        Runnable attempt = line == null ? () -> {} : line.remove();
        if (line == null || line.isEmpty()) {
            destinations.remove(destination);
        } else {
            lines.put(destination, line);
        }
        putBack(site, lines);
        countAt.merge(site, -1, (a, b) -> a + b == 0 ? null : a + b);
        count--;
        return new Waiting(destination, attempt);
    }

    /** Its turn is over: it stands behind the others. */
    private Map<String, Deque<Runnable>> take(String site) {
        Map<String, Deque<Runnable>> lines = sites.remove(site);
        return lines == null ? new LinkedHashMap<>() : lines;
    }

    private void putBack(String site, Map<String, Deque<Runnable>> lines) {
        if (!lines.isEmpty()) {
            sites.put(site, lines);
        }
    }

    /** A destination turns out to belong to another site. */
    private void move(String from, String to, String destination) {
        Map<String, Deque<Runnable>> lines = take(from);
        Deque<Runnable> line = lines.remove(destination);
        putBack(from, lines);
        if (line != null) {
            line(to, destination).addAll(line);
            int moved = line.size();
            countAt.merge(from, -moved, (a, b) -> a + b == 0 ? null : a + b);
            countAt.merge(to, moved, Integer::sum);
        }
    }
}
