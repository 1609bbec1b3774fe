package posthorn.mailbox.directory;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What addresses stand for, for those who only read. Every read returns what a majority has, and
 * may be stale. A stage that fails says nothing about what there is. Names and addresses are
 * folded. Safe for all threads.
 */
public interface AddressLookup {

    /**
     * What one read of the directory found.
     *
     * @param domains those of the names that there are, by name
     * @param entries what the addresses stand for; those that stand for nothing are left out
     * @param forwards what accounts do with their mail, by their address
     */
    record Found(
            Map<String, Domain> domains,
            Map<String, AddressEntry> entries,
            Map<String, AddressEntry.Forward> forwards) {}

    /** Domains by name and what addresses stand for, in one read; none when nothing is asked. */
    CompletionStage<Found> find(Collection<String> domains, Collection<String> addresses);

    /** What the addresses stand for; those that stand for nothing are left out. */
    default CompletionStage<Map<String, AddressEntry>> addresses(Collection<String> addresses) {
        return find(List.of(), addresses).thenApply(Found::entries);
    }

    /** The account of the id, by its own address. */
    CompletionStage<Optional<AddressEntry.Account>> account(String id);
}
