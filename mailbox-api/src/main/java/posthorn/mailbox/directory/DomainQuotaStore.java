package posthorn.mailbox.directory;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Quotas of domains, one document each. Every write waits for a majority; a stage that fails says
 * nothing about what the store did. Names of domains are folded.
 */
public interface DomainQuotaStore {

    /** What was written for the domain; empty: nothing. */
    CompletionStage<Optional<DomainQuota>> find(String domain);

    /**
     * Writes {@code next} in place of {@code before}, of which generation and settled count; one of
     * generation 0 stands for nothing. False: something else stands there, nothing changed.
     */
    CompletionStage<Boolean> replace(DomainQuota before, DomainQuota next);

    /** Removes what was written, if anything was. */
    CompletionStage<Void> remove(String domain);
}
