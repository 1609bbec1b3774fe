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

    private final boolean endedByNewPassword;
    private final Set<Runnable> listeners = new CopyOnWriteArraySet<>();

    /**
     * Nobody yet.
     *
     * @param endedByNewPassword whether a changed password ends sessions, too
     */
    ClosedListeners(boolean endedByNewPassword) {
        this.endedByNewPassword = endedByNewPassword;
    }

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
    boolean areEndedBy(Entry entry) {
        return entry.getChangesList().stream().anyMatch(this::ends);
    }

    /** An access that stays as it was is written again when the password has changed. */
    private boolean ends(Change change) {
        return change.hasAccessChanged()
                && (endedByNewPassword || isClosed(change.getAccessChanged().getAccess()));
    }
}
