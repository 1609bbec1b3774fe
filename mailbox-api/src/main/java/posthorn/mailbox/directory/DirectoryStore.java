package posthorn.mailbox.directory;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The documents of the directory. Every write waits for a majority; every read returns what a
 * majority has, and may be stale. A stage that fails says nothing about what the store did. Names
 * and addresses are folded.
 */
public interface DirectoryStore extends AddressLookup {

    /** Adds a domain; false: there is one of this name. */
    CompletionStage<Boolean> add(Domain domain);

    /** All domains, the oldest first. */
    CompletionStage<List<Domain>> domains();

    /** Removes a domain; false: there is none. */
    CompletionStage<Boolean> removeDomain(String name);

    /**
     * Writes {@code next} in place of {@code before} if that is what stands there; false: it is
     * not, nothing changed.
     */
    CompletionStage<Boolean> replace(Domain before, Domain next);

    /**
     * Adds an address, or what an account does with its mail; false: the address stands for
     * something already, the account does something already.
     */
    CompletionStage<Boolean> add(AddressEntry entry);

    /** What addresses of a domain stand for, by age, the oldest first. */
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

    /** Removes all aliases of an account, and what it does with its mail. */
    CompletionStage<Void> removeAliases(String account);

    /** As {@link #replace(AddressEntry.Account, AddressEntry.Account)}. */
    CompletionStage<Boolean> replace(AddressEntry.Group before, AddressEntry.Group next);

    /** Kinds of what is listed. */
    enum Kind {
        /** {@link AddressEntry.Alias}. */
        ALIAS,
        /** {@link AddressEntry.Group}. */
        GROUP,
        /** {@link AddressEntry.Forward} that is an address of its own. */
        FORWARD,
        /** {@link AddressEntry.Forward} of an account. */
        ACCOUNT_FORWARD,
        /** {@link AddressEntry.Listed}. */
        LISTED
    }

    /**
     * Entries of a kind, of the domain, or of all domains when it is empty, by address after {@code
     * after}.
     */
    CompletionStage<List<AddressEntry>> entries(Kind kind, String domain, String after, int limit);

    /** Aliases that lead to this address, at most {@code limit}. */
    CompletionStage<List<AddressEntry>> aliasesOf(String target, int limit);

    /** Domains whose addresses are those of this one, at most {@code limit}. */
    CompletionStage<List<Domain>> aliasDomainsOf(String name, int limit);

    /**
     * The secret of this name, the same for all who ask.
     *
     * @param fresh becomes it when there is none
     */
    CompletionStage<byte[]> secret(String name, byte[] fresh);
}
