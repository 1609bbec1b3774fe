package posthorn.mailbox.session;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The documents of the sessions. Every write waits for a majority; a read may be stale. A stage
 * that fails says nothing about what the store did.
 */
public interface SessionStore {

    /** Adds a session; nobody has its id. */
    CompletionStage<Void> add(Session session);

    /** The session of that id, also when it is over. */
    CompletionStage<Optional<Session>> find(String id);

    /** Sessions of an owner, the oldest first, at most {@code limit}. */
    CompletionStage<List<Session>> ofOwner(String key, int limit);

    /**
     * Removes a session; false: it was not there. Of two that remove it at once one is told true.
     */
    CompletionStage<Boolean> remove(String id);

    /** Removes these. */
    CompletionStage<Void> removeAll(Collection<String> ids);

    /** Removes all sessions of an owner. */
    CompletionStage<Void> removeOf(String key);

    /** Raises the generation of an account's session; nothing where it has gone meanwhile. */
    CompletionStage<Void> renew(String id, long generation);

    /** Removes what was over before that time, milliseconds since 1970, UTC. */
    CompletionStage<Void> forget(long before);
}
