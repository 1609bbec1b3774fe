package posthorn.mailbox.memory;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.directory.Domain;

/** The directory in memory. */
public final class MemoryDirectory implements DirectoryStore {

    private final Map<String, Domain> domains = new TreeMap<>();
    private final Map<String, AddressEntry> addresses = new TreeMap<>();
    private final Map<String, AddressEntry.Forward> forwards = new TreeMap<>();
    private final Map<String, byte[]> secrets = new HashMap<>();

    private static <T> CompletionStage<T> now(T value) {
        return CompletableFuture.completedStage(value);
    }

    @Override
    public synchronized CompletionStage<Boolean> add(Domain domain) {
        return now(domains.putIfAbsent(domain.name(), domain) == null);
    }

    @Override
    public synchronized CompletionStage<Found> find(
            Collection<String> names, Collection<String> wanted) {
        Map<String, Domain> found = new HashMap<>(domains);
        found.keySet().retainAll(names);
        Map<String, AddressEntry> entries = new HashMap<>(addresses);
        entries.keySet().retainAll(wanted);
        Map<String, AddressEntry.Forward> sentOn = new HashMap<>(forwards);
        sentOn.keySet().retainAll(wanted);
        return now(new Found(found, entries, sentOn));
    }

    @Override
    public synchronized CompletionStage<List<Domain>> domains() {
        return now(
                domains.values().stream()
                        .sorted(Comparator.comparingLong(Domain::created))
                        .toList());
    }

    @Override
    public synchronized CompletionStage<Boolean> removeDomain(String name) {
        return now(domains.remove(name) != null);
    }

    @Override
    public synchronized CompletionStage<Boolean> add(AddressEntry entry) {
        return entry instanceof AddressEntry.Forward forward && forward.ofAccount()
                ? now(forwards.putIfAbsent(forward.address(), forward) == null)
                : now(addresses.putIfAbsent(entry.address(), entry) == null);
    }

    private List<AddressEntry.Account> accounts() {
        return addresses.values().stream()
                .filter(AddressEntry.Account.class::isInstance)
                .map(AddressEntry.Account.class::cast)
                .toList();
    }

    @Override
    public synchronized CompletionStage<Optional<AddressEntry.Account>> account(String id) {
        return now(accounts().stream().filter(a -> a.account().equals(id)).findFirst());
    }

    @Override
    public synchronized CompletionStage<List<AddressEntry>> inDomain(String domain, int limit) {
        return now(
                addresses.values().stream()
                        .filter(entry -> entry.domain().equals(domain))
                        .sorted(Comparator.comparingLong(AddressEntry::created))
                        .limit(limit)
                        .toList());
    }

    @Override
    public synchronized CompletionStage<List<AddressEntry.Account>> accounts(
            String domain, String after, int limit) {
        return now(
                accounts().stream()
                        .filter(a -> domain.isEmpty() || a.domain().equals(domain))
                        .filter(a -> a.address().compareTo(after) > 0)
                        .limit(limit)
                        .toList());
    }

    @Override
    public synchronized CompletionStage<List<AddressEntry.Account>> unsettled(
            String after, int limit) {
        return now(
                accounts().stream()
                        .filter(a -> !a.settled() && a.address().compareTo(after) > 0)
                        .limit(limit)
                        .toList());
    }

    @Override
    public synchronized CompletionStage<Boolean> replace(
            AddressEntry.Account before, AddressEntry.Account next) {
        return now(addresses.replace(before.address(), before, next));
    }

    @Override
    public synchronized CompletionStage<Boolean> remove(AddressEntry entry) {
        return entry instanceof AddressEntry.Forward forward && forward.ofAccount()
                ? now(forwards.remove(forward.address(), forward))
                : now(addresses.remove(entry.address(), entry));
    }

    @Override
    public CompletionStage<Void> bury(AddressEntry.Account account, long at) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Void> removeAliases(String account) {
        addresses
                .values()
                .removeIf(e -> e instanceof AddressEntry.Alias && e.account().equals(account));
        forwards.values().removeIf(forward -> forward.account().equals(account));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Boolean> replace(Domain before, Domain next) {
        return now(domains.replace(before.name(), before, next));
    }

    @Override
    public synchronized CompletionStage<Boolean> replace(
            AddressEntry.Group before, AddressEntry.Group next) {
        return now(addresses.replace(before.address(), before, next));
    }

    private static Kind kind(AddressEntry entry) {
        return switch (entry) {
            case AddressEntry.Alias _ -> Kind.ALIAS;
            case AddressEntry.Group _ -> Kind.GROUP;
            case AddressEntry.Listed _ -> Kind.LISTED;
            case AddressEntry.Forward forward ->
                    forward.ofAccount() ? Kind.ACCOUNT_FORWARD : Kind.FORWARD;
            case AddressEntry.Account account ->
                    throw new IllegalArgumentException("accounts have a list of their own");
        };
    }

    @Override
    public synchronized CompletionStage<List<AddressEntry>> entries(
            Kind kind, String domain, String after, int limit) {
        return now(
                Stream.concat(addresses.values().stream(), forwards.values().stream())
                        .filter(entry -> !(entry instanceof AddressEntry.Account))
                        .filter(entry -> kind(entry) == kind)
                        .filter(entry -> domain.isEmpty() || entry.domain().equals(domain))
                        .filter(entry -> entry.address().compareTo(after) > 0)
                        .limit(limit)
                        .toList());
    }

    @Override
    public synchronized CompletionStage<List<AddressEntry>> aliasesOf(String target, int limit) {
        return now(
                addresses.values().stream()
                        .filter(entry ->
                                entry instanceof AddressEntry.Alias alias
                                        && alias.target().equals(target))
                        .limit(limit)
                        .toList());
    }

    @Override
    public synchronized CompletionStage<List<Domain>> aliasDomainsOf(String name, int limit) {
        return now(
                domains.values().stream()
                        .filter(domain -> domain.options().aliasOf().equals(name))
                        .limit(limit)
                        .toList());
    }

    @Override
    public synchronized CompletionStage<byte[]> secret(String name, byte[] fresh) {
        return now(secrets.computeIfAbsent(name, none -> fresh));
    }
}
