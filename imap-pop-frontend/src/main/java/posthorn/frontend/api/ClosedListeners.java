package posthorn.frontend.api;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import posthorn.protocol.wire.Access;
import posthorn.protocol.wire.Change;
import posthorn.protocol.wire.Entry;

/** Sessions that want to hear when their account is closed. Any thread. */
final class ClosedListeners {
    private static final Logger LOG = Logger.getLogger(ClosedListeners.class);

    private final boolean endedByNewPassword;
    private final Map<Runnable, Long> listeners = new ConcurrentHashMap<>();

    /**
     * Nobody yet.
     *
     * @param endedByNewPassword whether a changed password ends sessions, too
     */
    ClosedListeners(boolean endedByNewPassword) {
        this.endedByNewPassword = endedByNewPassword;
    }

    /**
     * Adds one.
     *
     * @param generation of the access at the sign-in of its session
     */
    void add(Runnable listener, long generation) {
        listeners.put(listener, generation);
    }

    void remove(Runnable listener) {
        listeners.remove(listener);
    }

    boolean isEmpty() {
        return listeners.isEmpty();
    }

    /** Tells all of them: the account is gone. One that fails keeps it from no other. */
    void tellAll() {
        listeners.keySet().forEach(ClosedListeners::run);
    }

    /** Tells those whose session an account with this access does not have. */
    void tell(Access access, long generation) {
        boolean closed = access == Access.DISABLED || access == Access.DELETED;
        listeners.forEach((listener, signedIn) -> {
            if (closed || (endedByNewPassword && signedIn < generation)) {
                run(listener);
            }
        });
    }

    /** Tells those whose session the entry ends. */
    void tell(Entry entry) {
        for (Change change : entry.getChangesList()) {
            if (change.hasAccessChanged()) {
                tell(
                        change.getAccessChanged().getAccess(),
                        change.getAccessChanged().getAccessGeneration());
            }
        }
    }

    /** Runs what a session wants to hear of; a defect there ends nothing here. */
    static void run(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException | Error e) {
            LOG.error("a session could not be told what changed", e);
        }
    }
}
