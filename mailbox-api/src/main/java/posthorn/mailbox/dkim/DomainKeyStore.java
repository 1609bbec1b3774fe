package posthorn.mailbox.dkim;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The documents of domains' keys. Every write waits for a majority; every read returns what a
 * majority has, and may be stale. Names are folded.
 */
public interface DomainKeyStore {

    /** The keys of a domain; empty: it has none yet. */
    CompletionStage<Optional<DomainKeys>> find(String domain);

    /** Writes the first keys of a domain; false: it has some, nothing changed. */
    CompletionStage<Boolean> add(DomainKeys keys);

    /**
     * Writes {@code next} in place of the version before it; false: another one stands there,
     * nothing changed.
     */
    CompletionStage<Boolean> replace(DomainKeys next);

    /** Removes the keys of a domain, when there are any. */
    CompletionStage<Void> remove(String domain);
}
