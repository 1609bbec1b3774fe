package posthorn.delivery.relay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Sessions that wait for another message for their destination; bounded per destination, in all,
 * and in time. Safe for all threads; nothing here waits for a host.
 */
final class SessionCache {

    private final RelaySettings settings;
    private final BiConsumer<Long, Runnable> later;
    private final Map<String, Deque<RelaySession>> idle = new HashMap<>();
    private int count;

    /**
     * None yet.
     *
     * @param later runs something after so many milliseconds
     */
    SessionCache(RelaySettings settings, BiConsumer<Long, Runnable> later) {
        this.settings = settings;
        this.later = later;
    }

    /** The session with a destination that was used last; the caller owns it from here on. */
    Optional<RelaySession> take(String destination) {
        while (true) {
            Optional<RelaySession> taken = remove(destination);
            if (taken.isEmpty() || taken.get().quiet()) {
                return taken;
            }
            taken.get().abort();
        }
    }

    /** Keeps a session for a while, or ends it when there is no room. */
    void keep(String destination, RelaySession session) {
        if (add(destination, session)) {
            later.accept(
                    settings.idleTimeout().toMillis(),
                    () -> {
                        if (remove(destination, session)) {
                            session.end();
                        }
                    });
        } else {
            session.end();
        }
    }

    /** Sessions that wait. */
    synchronized int size() {
        return count;
    }

    /** Ends them all with QUIT. */
    synchronized void close() {
        idle.values().forEach(sessions -> sessions.forEach(RelaySession::end));
        idle.clear();
        count = 0;
    }

    private synchronized Optional<RelaySession> remove(String destination) {
        Deque<RelaySession> sessions = idle.get(destination);
        if (sessions == null) {
            return Optional.empty();
        }
        Optional<RelaySession> last = Optional.ofNullable(sessions.pollLast());
        last.ifPresent(_ -> count--);
        if (sessions.isEmpty()) {
            idle.remove(destination);
        }
        return last;
    }

    private synchronized boolean remove(String destination, RelaySession session) {
        Deque<RelaySession> sessions = idle.get(destination);
        boolean removed = sessions != null && sessions.remove(session);
        if (removed) {
            count--;
        }
        if (sessions != null && sessions.isEmpty()) {
            idle.remove(destination);
        }
        return removed;
    }

    private synchronized boolean add(String destination, RelaySession session) {
        Deque<RelaySession> sessions = idle.computeIfAbsent(destination, _ -> new ArrayDeque<>());
        boolean room = count < settings.idle() && sessions.size() < settings.idlePerDestination();
        if (room) {
            sessions.addLast(session);
            count++;
        } else if (sessions.isEmpty()) {
            idle.remove(destination);
        }
        return room;
    }
}
