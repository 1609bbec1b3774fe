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
final class IdleSessions {

    private final RelaySettings settings;
    private final BiConsumer<Long, Runnable> later;
    private final Map<String, Deque<Session>> idle = new HashMap<>();
    private int count;

    /**
     * None yet.
     *
     * @param later runs something after so many milliseconds
     */
    IdleSessions(RelaySettings settings, BiConsumer<Long, Runnable> later) {
        this.settings = settings;
        this.later = later;
    }

    /** The session with a destination that was used last; the caller owns it from here on. */
    Optional<Session> take(String destination) {
        while (true) {
            Optional<Session> taken = remove(destination);
            if (taken.isEmpty() || taken.get().quiet()) {
                return taken;
            }
            taken.get().cut();
        }
    }

    /** Keeps a session for a while, or ends it when there is no room. */
    void keep(String destination, Session session) {
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

    /** Ends them all. */
    synchronized void close() {
        idle.values().forEach(sessions -> sessions.forEach(Session::end));
        idle.clear();
        count = 0;
    }

    private synchronized Optional<Session> remove(String destination) {
        Deque<Session> sessions = idle.get(destination);
        if (sessions == null) {
            return Optional.empty();
        }
        Optional<Session> last = Optional.ofNullable(sessions.pollLast());
        last.ifPresent(_ -> count--);
        if (sessions.isEmpty()) {
            idle.remove(destination);
        }
        return last;
    }

    private synchronized boolean remove(String destination, Session session) {
        Deque<Session> sessions = idle.get(destination);
        boolean removed = sessions != null && sessions.remove(session);
        if (removed) {
            count--;
        }
        if (sessions != null && sessions.isEmpty()) {
            idle.remove(destination);
        }
        return removed;
    }

    private synchronized boolean add(String destination, Session session) {
        Deque<Session> sessions = idle.computeIfAbsent(destination, _ -> new ArrayDeque<>());
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
