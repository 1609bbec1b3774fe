package posthorn.mailbox.directory;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The documents of the directory. Every write waits for a majority; every read returns what a
 * majority has, and may be stale. A stage that fails says nothing about what the store did. Names
 * and addresses are folded.
 */
public interface DirectoryStore {

    /** Adds a domain; false: there is one of this name. */
    CompletionStage<Boolean> add(Domain domain);

    /**
     * What one read of the directory found.
     *
     * @param domains those of the names that there are, by name
     * @param entries what the addresses stand for; those that stand for nothing are left out
     */
    record Found(Map<String, Domain> domains, Map<String, AddressEntry> entries) {}

    /** Domains by name and what addresses stand for, in one read; none when nothing is asked. */
    CompletionStage<Found> find(Collection<String> domains, Collection<String> addresses);

    /** All domains, the oldest first. */
    CompletionStage<List<Domain>> domains();

    /** Removes a domain; false: there is none. */
    CompletionStage<Boolean> removeDomain(String name);

    /** Adds an address; false: it stands for something already. */
    CompletionStage<Boolean> add(AddressEntry entry);

    /** What the addresses stand for; those that stand for nothing are left out. */
    default CompletionStage<Map<String, AddressEntry>> addresses(Collection<String> addresses) {
        return find(List.of(), addresses).thenApply(Found::entries);
    }

    /** The account of the id, by its own address. */
    CompletionStage<Optional<AddressEntry.Account>> account(String id);

    /** Accounts and aliases of the domain by age, the oldest first. */
    CompletionStage<List<AddressEntry>> inDomain(String domain, int limit);

    /**
     * Accounts of the domain, or of all domains when it is empty, by address after {@code after}.
     */
    CompletionStage<List<AddressEntry.Account>> accounts(String domain, String after, int limit);

    /** Accounts that are not settled, by address after {@code after}, at most {@code limit}. */
    CompletionStage<List<AddressEntry.Account>> unsettled(String after, int limit);

    /**
     * Writes {@code next} in place of {@code before} if that is what stands there; false: it is
     * not, nothing changed.
     */
    CompletionStage<Boolean> replace(AddressEntry.Account before, AddressEntry.Account next);

    /** Removes exactly this; false: something else stands there, or nothing. */
    CompletionStage<Boolean> remove(AddressEntry entry);

    /**
     * Writes down that the account was deleted at that time (milliseconds since 1970); its log is
     * still there.
     */
    CompletionStage<Void> bury(AddressEntry.Account account, long at);

    /** Removes all aliases of an account. */
    CompletionStage<Void> removeAliases(String account);
}
