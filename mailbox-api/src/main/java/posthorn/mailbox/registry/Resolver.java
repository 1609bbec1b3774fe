package posthorn.mailbox.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.directory.DirectoryStore.Found;
import posthorn.mailbox.directory.Domain;
import posthorn.protocol.smtp.AddressKey;

/**
 * Who an address reaches. One read for any number of addresses, a few more where there is an alias
 * or a postmaster among them.
 *
 * <p>The postmaster is always taken (RFC 5321 §4.5.1): it is the account that the domain names,
 * else the account or alias of that name, else the domain's first account. Without a domain it is
 * that of the first domain that has one. Safe for all threads.
 */
public final class Resolver {

    private static final String POSTMASTER = "postmaster";

    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    private final DirectoryStore store;
    private final Cache<String, Resolution> ofTheHost =
            Caffeine.newBuilder().maximumSize(1).expireAfterWrite(REMEMBERED).build();

    /** Resolves by what stands in this store. */
    public Resolver(DirectoryStore store) {
        this.store = store;
    }

    /** Where mail for each of the addresses goes, in their order. */
    public Uni<List<Resolution>> resolve(List<String> addresses) {
        List<Optional<AddressKey>> keys = addresses.stream().map(AddressKey::parse).toList();
        Set<AddressKey> known = keys.stream().flatMap(Optional::stream).collect(Collectors.toSet());
        return look(known)
                .flatMap(seen -> {
                    List<Uni<Resolution>> each = new ArrayList<>();
                    keys.forEach(key -> each.add(resolve(key.orElse(null), seen)));
                    return each.isEmpty()
                            ? Uni.createFrom().item(List.of())
                            : Uni.join().all(each).andFailFast();
                });
    }

    private Uni<Found> look(Set<AddressKey> keys) {
        Set<String> names = keys.stream().map(AddressKey::domain).collect(Collectors.toSet());
        Set<String> texts = keys.stream().map(AddressKey::toString).collect(Collectors.toSet());
        return Uni.createFrom()
                .completionStage(() -> store.find(names, texts).thenCompose(this::withTargets));
    }

    /** With every alias the account that it stands for. */
    private CompletionStage<Found> withTargets(Found found) {
        List<String> targets =
                found.entries().values().stream()
                        .filter(AddressEntry.Alias.class::isInstance)
                        .map(entry -> ((AddressEntry.Alias) entry).target())
                        .toList();
        return store.addresses(targets)
                .thenApply(more -> {
                    Map<String, AddressEntry> both = new HashMap<>(more);
                    both.putAll(found.entries());
                    return new Found(found.domains(), both);
                });
    }

    private Uni<Resolution> resolve(@Nullable AddressKey key, Found seen) {
        if (key == null) {
            return Uni.createFrom().item(new Resolution.UnknownUser());
        }
        if (key.isPostmaster() && key.domain().isEmpty()) {
            return postmasterOfTheHost();
        }
        Domain domain = seen.domains().get(key.domain());
        if (domain == null) {
            return Uni.createFrom().item(new Resolution.Remote());
        }
        Optional<Resolution> found = local(key.toString(), seen.entries());
        if (key.isPostmaster()) {
            return postmaster(domain, found);
        }
        return Uni.createFrom().item(found.orElseGet(Resolution.UnknownUser::new));
    }

    private static Optional<Resolution> local(String address, Map<String, AddressEntry> entries) {
        return account(address, entries)
                .filter(AddressEntry.Account::takesMail)
                .map(Resolution.Local::new);
    }

    private static Optional<AddressEntry.Account> account(
            String address, Map<String, AddressEntry> entries) {
        return switch (entries.get(address)) {
            case AddressEntry.Account account -> Optional.of(account);
            case AddressEntry.Alias alias ->
                    entries.get(alias.target()) instanceof AddressEntry.Account account
                                    && account.account().equals(alias.account())
                            ? Optional.of(account)
                            : Optional.empty();
            case null -> Optional.empty();
        };
    }

    private Uni<Resolution> postmaster(Domain domain, Optional<Resolution> own) {
        List<String> named =
                domain.postmaster().isEmpty() ? List.of() : List.of(domain.postmaster());
        return Uni.createFrom()
                .completionStage(() -> store.find(List.of(), named).thenCompose(this::withTargets))
                .flatMap(found ->
                        named.stream()
                                .flatMap(address -> local(address, found.entries()).stream())
                                .findFirst()
                                .or(() -> own)
                                .map(reached -> Uni.createFrom().item(reached))
                                .orElseGet(() -> first(domain)));
    }

    private Uni<Resolution> first(Domain domain) {
        return Uni.createFrom()
                .completionStage(() -> store.inDomain(domain.name(), 100))
                .map(entries ->
                        entries.stream()
                                .filter(AddressEntry.Account.class::isInstance)
                                .map(AddressEntry.Account.class::cast)
                                .filter(AddressEntry.Account::takesMail)
                                .findFirst()
                                .<Resolution>map(Resolution.Local::new)
                                .orElseGet(Resolution.UnknownUser::new));
    }

    /** Remembered for a moment: it may take a read for each domain, and anybody may ask. */
    private Uni<Resolution> postmasterOfTheHost() {
        Resolution known = ofTheHost.getIfPresent(POSTMASTER);
        return known != null
                ? Uni.createFrom().item(known)
                : Uni.createFrom()
                        .completionStage(store::domains)
                        .flatMap(domains -> postmasterOf(domains, 0))
                        .invoke(found -> ofTheHost.put(POSTMASTER, found));
    }

    private Uni<Resolution> postmasterOf(List<Domain> domains, int from) {
        if (from == domains.size()) {
            return Uni.createFrom().item(new Resolution.UnknownUser());
        }
        String address = POSTMASTER + "@" + domains.get(from).name();
        return resolve(List.of(address))
                .flatMap(found ->
                        found.getFirst() instanceof Resolution.Local local
                                ? Uni.createFrom().item((Resolution) local)
                                : postmasterOf(domains, from + 1));
    }
}
