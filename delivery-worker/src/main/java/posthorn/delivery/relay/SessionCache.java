package posthorn.delivery.relay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Sessions that wait for another message for their destination; bounded per destination, in all,
 * and in time. Safe for all threads; nothing here waits for a host.
 */
final class SessionCache {

    /** One stay of a session; {@code cancel} stops the timer that ends it. */
    private static final class Stay {
        private final RelaySession session;
        private Runnable cancel = () -> {};

        Stay(RelaySession session) {
            this.session = session;
        }
    }

    private final RelaySettings settings;
    private final BiFunction<Long, Runnable, Runnable> later;
    private final Map<String, Deque<Stay>> idle = new HashMap<>();
    private int count;
    private boolean closed;

    /**
     * None yet.
     *
     * @param later runs something after so many milliseconds, and gives what cancels that
     */
    SessionCache(RelaySettings settings, BiFunction<Long, Runnable, Runnable> later) {
        this.settings = settings;
        this.later = later;
    }

    /** Whether a session with a destination waits. */
    synchronized boolean has(String destination) {
        return idle.containsKey(destination);
    }

    /** The session with a destination that was used last; the caller owns it from here on. */
    Optional<RelaySession> take(String destination) {
        while (true) {
            Optional<RelaySession> taken = removeLast(destination);
            if (taken.isEmpty() || taken.get().quiet()) {
                return taken;
            }
            taken.get().abort();
        }
    }

    /** Keeps a session for a while, or ends it when there is no room. */
    void keep(String destination, RelaySession session) {
        if (!add(destination, new Stay(session))) {
            session.end();
        }
    }

    /** Sessions that wait. */
    synchronized int size() {
        return count;
    }

    /** Ends them all with QUIT, and those that are given later. */
    void close() {
        removeAll().forEach(RelaySession::end);
    }

    private synchronized List<RelaySession> removeAll() {
        List<RelaySession> all = new ArrayList<>();
        for (Deque<Stay> stays : idle.values()) {
            for (Stay stay : stays) {
                stay.cancel.run();
                all.add(stay.session);
            }
        }
        idle.clear();
        count = 0;
        closed = true;
        return all;
    }

    private synchronized Optional<RelaySession> removeLast(String destination) {
        Deque<Stay> stays = idle.get(destination);
        if (stays == null) {
            return Optional.empty();
        }
        Stay last = stays.getLast();
        remove(destination, last);
        last.cancel.run();
        return Optional.of(last.session);
    }

    private synchronized boolean remove(String destination, Stay stay) {
        Deque<Stay> stays = idle.getOrDefault(destination, new ArrayDeque<>());
        boolean removed = stays.remove(stay);
        if (removed) {
            count--;
        }
        if (stays.isEmpty()) {
            idle.remove(destination);
        }
        return removed;
    }

    private synchronized boolean add(String destination, Stay stay) {
        int there = idle.getOrDefault(destination, new ArrayDeque<>()).size();
        if (closed || count >= settings.idle() || there >= settings.idlePerDestination()) {
            return false;
        }
        idle.computeIfAbsent(destination, _ -> new ArrayDeque<>()).addLast(stay);
        count++;
        stay.cancel =
                later.apply(
                        settings.idleTimeout().toMillis(),
                        () -> {
                            if (remove(destination, stay)) {
                                stay.session.end();
                            }
                        });
        return true;
    }
}
