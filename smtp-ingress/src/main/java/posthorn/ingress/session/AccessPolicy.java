package posthorn.ingress.session;

import java.util.Optional;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.ReversePath;

/**
 * Whether a client may do what it does, beyond what the directory says: how often it comes, who
 * warns of it, whether it has been here before. An empty answer lets it go on. Safe for all
 * threads. Only {@link #admit} waits.
 */
public interface AccessPolicy {

    /** A client has connected; called once for each connection. */
    Optional<Refusal> connected(Client client);

    /** A client begins a message. */
    Optional<Refusal> mail(Client client);

    /**
     * A client names a recipient that would be taken.
     *
     * @param account of ours that it resolved to; empty: remote
     */
    Optional<Refusal> recipient(Client client, Optional<String> account);

    /** Whether {@link #admit} has anything to look up for a client. */
    boolean looksUp(Client client);

    /**
     * Looks up whether a client is let in that has not signed in. Waits, in bounded time; who
     * cannot be asked does not keep mail out.
     *
     * @param sender the reverse-path
     * @param recipient one of ours
     */
    Optional<Refusal> admit(Client client, ReversePath sender, ForwardPath recipient)
            throws InterruptedException;

    /** A message was answered with 250: what is remembered of its client follows from it. */
    void accepted(AcceptedMessage message);

    /** Lets everybody do everything. */
    static AccessPolicy open() {
        return OpenAccess.INSTANCE;
    }
}
