package posthorn.frontend.api;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jboss.logging.Logger;
import posthorn.protocol.wire.Access;
import posthorn.protocol.wire.Change;
import posthorn.protocol.wire.Entry;

/** Sessions that want to hear when their account is closed. Any thread. */
final class ClosedListeners {
    private static final Logger LOG = Logger.getLogger(ClosedListeners.class);

    private final Set<Runnable> listeners = new CopyOnWriteArraySet<>();

    void add(Runnable listener) {
        listeners.add(listener);
    }

    void remove(Runnable listener) {
        listeners.remove(listener);
    }

    boolean isEmpty() {
        return listeners.isEmpty();
    }

    /** Tells all of them; one that fails keeps it from no other. */
    void tell() {
        listeners.forEach(ClosedListeners::run);
    }

    /** Runs what a session wants to hear of; a defect there ends nothing here. */
    static void run(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException | Error e) {
            LOG.error("a session could not be told what changed", e);
        }
    }

    /** Whether an account with this access has no sessions. */
    static boolean isClosed(Access access) {
        return access == Access.DISABLED || access == Access.DELETED;
    }

    /** Whether the entry ends the account's sessions. */
    static boolean isClosedBy(Entry entry) {
        return entry.getChangesList().stream().anyMatch(ClosedListeners::closes);
    }

    private static boolean closes(Change change) {
        return change.hasAccessChanged() && isClosed(change.getAccessChanged().getAccess());
    }
}
