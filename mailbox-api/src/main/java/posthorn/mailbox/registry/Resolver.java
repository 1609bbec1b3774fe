package posthorn.mailbox.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import posthorn.mailbox.directory.AccessRules;
import posthorn.mailbox.directory.AccessStore;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.AddressLookup;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.directory.Domain;
import posthorn.mailbox.expansion.Expansion;
import posthorn.mailbox.expansion.Outcome;
import posthorn.mailbox.expansion.Outcome.Target;
import posthorn.mailbox.gateway.RecipientCheck;
import posthorn.protocol.smtp.AddressKey;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.Mailbox;
import posthorn.protocol.srs.SenderRewriting;

/**
 * Who an address reaches. One read for any number of addresses, a few more where there is an alias,
 * a group, a forward or a postmaster among them.
 *
 * <p>The postmaster is always taken (RFC 5321 §4.5.1): it is the account that the domain names,
 * else what the address of that name stands for, else the domain's first account. Without a domain
 * it is that of the first domain that has one. Safe for all threads.
 */
public final class Resolver {

    private static final String POSTMASTER = "postmaster";

    private static final Duration REMEMBERED = Duration.ofSeconds(10);
    private static final int FIRST_ENTRIES = 100;
    private static final Resolution UNKNOWN = new Resolution.UnknownUser();

    private final DirectoryStore store;
    private final AddressLookup directory;
    private final AccessStore access;
    private final AccessRules rules;
    private final Expansion.Limits limits;
    private final Returns returns;
    private final RecipientCheck gateways;
    private final Cache<String, Resolution> ofTheHost =
            Caffeine.newBuilder().maximumSize(1).expireAfterWrite(REMEMBERED).build();

    /**
     * Resolves by what stands in this store.
     *
     * @param directory what addresses stand for: the store's, and those that are found elsewhere
     * @param access says whether accounts may pass their mail on
     * @param returns rewrites reverse-paths, and knows those that it made
     * @param gateways asks hosts that have the mailboxes of domains
     */
    public Resolver(
            DirectoryStore store,
            AddressLookup directory,
            AccessStore access,
            AccessRules rules,
            Expansion.Limits limits,
            Returns returns,
            RecipientCheck gateways) {
        this.store = store;
        this.directory = directory;
        this.access = access;
        this.rules = rules;
        this.limits = limits;
        this.returns = returns;
        this.gateways = gateways;
    }

    /** Where mail for each of the addresses goes, in their order. */
    public Uni<List<Resolution>> resolve(Inquiry inquiry) {
        List<Optional<ForwardPath>> paths =
                inquiry.addresses().stream().map(ForwardPath::parse).toList();
        List<Optional<Expansion>> walks =
                paths.stream()
                        .map(path -> path.flatMap(ForwardPath::mailbox))
                        .map(address -> address.filter(Resolver::isOrdinary))
                        .map(address -> address.map(a -> walk(a, inquiry.sender())))
                        .toList();
        return walked(walks.stream().flatMap(Optional::stream).toList())
                .flatMap(done -> {
                    List<Uni<Resolution>> each = new ArrayList<>();
                    for (int i = 0; i < paths.size(); i++) {
                        each.add(
                                walks.get(i).isPresent()
                                        ? resolution(walks.get(i).get().outcome(), inquiry)
                                        : special(paths.get(i), inquiry));
                    }
                    return each.isEmpty()
                            ? Uni.createFrom().item(List.of())
                            : Uni.join().all(each).andFailFast();
                });
    }

    /**
     * Whose each address is, in their order; empty: no account's. What people do with their mail
     * does not matter, nor whether they may sign in.
     */
    public Uni<List<Optional<AddressEntry.Account>>> owners(List<String> addresses) {
        List<Optional<ForwardPath>> paths = addresses.stream().map(ForwardPath::parse).toList();
        List<Optional<Expansion>> walks =
                paths.stream()
                        .map(path -> path.flatMap(ForwardPath::mailbox))
                        .map(address ->
                                address.map(a ->
                                        new Expansion(
                                                a, "", limits, rules, Expansion.Purpose.OWNER)))
                        .toList();
        return walked(walks.stream().flatMap(Optional::stream).toList())
                .flatMap(done -> {
                    List<Uni<Optional<AddressEntry.Account>>> each = new ArrayList<>();
                    for (int i = 0; i < paths.size(); i++) {
                        each.add(owner(walks.get(i), paths.get(i)));
                    }
                    return each.isEmpty()
                            ? Uni.createFrom().item(List.of())
                            : Uni.join().all(each).andFailFast();
                });
    }

    /** A postmaster's address may be nobody's by name, and is somebody's all the same. */
    private Uni<Optional<AddressEntry.Account>> owner(
            Optional<Expansion> walk, Optional<ForwardPath> path) {
        Optional<AddressEntry.Account> byName =
                walk.map(Expansion::outcome)
                        .flatMap(outcome ->
                                outcome instanceof Outcome.Reaches(List<Target> targets)
                                                && targets.getFirst()
                                                        instanceof Target.Local(var account)
                                        ? Optional.of(account)
                                        : Optional.empty());
        boolean postmaster = path.map(AddressKey::of).filter(AddressKey::isPostmaster).isPresent();
        return byName.isPresent() || !postmaster
                ? Uni.createFrom().item(byName)
                : special(path, Inquiry.of(List.of()))
                        .map(found ->
                                found instanceof Resolution.Local(var account)
                                        ? Optional.of(account)
                                        : Optional.empty());
    }

    private static boolean isOrdinary(Mailbox address) {
        return !AddressKey.of(address).isPostmaster() && !SenderRewriting.isRewritten(address);
    }

    private Expansion walk(Mailbox address, String sender) {
        return new Expansion(address, sender, limits, rules, Expansion.Purpose.DELIVERY);
    }

    /** All walks together: one read for each round. */
    private Uni<Void> walked(List<Expansion> walks) {
        Set<String> domains = new HashSet<>();
        Set<String> addresses = new HashSet<>();
        Set<String> accounts = new HashSet<>();
        walks.forEach(walk -> {
            domains.addAll(walk.domains());
            addresses.addAll(walk.addresses());
            accounts.addAll(walk.accounts());
        });
        return domains.isEmpty() && accounts.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.combine()
                        .all()
                        .unis(
                                Uni.createFrom()
                                        .completionStage(() -> directory.find(domains, addresses)),
                                Uni.createFrom().completionStage(() -> access.find(accounts)))
                        .asTuple()
                        .flatMap(found -> {
                            walks.forEach(walk -> walk.feed(found.getItem1(), found.getItem2()));
                            return walked(walks);
                        });
    }

    private Uni<Resolution> resolution(Outcome outcome, Inquiry inquiry) {
        return switch (outcome) {
            case Outcome.Reaches(List<Target> targets) -> reached(targets, inquiry);
            case Outcome.Disabled(var account) -> item(new Resolution.Disabled(account));
            case Outcome.NotAllowed() -> item(new Resolution.SenderNotAllowed());
            case Outcome.Unknown() -> item(new Resolution.UnknownUser());
            case Outcome.Failed() -> item(new Resolution.ExpansionFailed());
        };
    }

    private Uni<Resolution> reached(List<Target> targets, Inquiry inquiry) {
        if (targets.size() == 1) {
            if (targets.getFirst() instanceof Target.Local(var account)) {
                return item(new Resolution.Local(account));
            }
            if (targets.getFirst() instanceof Target.Remote(String address, String via, var host)
                    && via.isEmpty()) {
                return host == null ? item(new Resolution.Remote()) : elsewhere(host, address);
            }
        }
        return returns.passed(targets, inquiry.reversePath())
                .map(passed -> new Resolution.Expanded(passed, false));
    }

    private Uni<Resolution> elsewhere(Outcome.Gateway host, String address) {
        return host.ask()
                ? gateways.ask(host.nextHop(), address)
                        .map(answer ->
                                switch (answer) {
                                    case TAKEN -> new Resolution.Elsewhere(host.nextHop());
                                    case REFUSED -> new Resolution.UnknownUser();
                                    case NOT_NOW -> new Resolution.NotKnownNow();
                                })
                : item(new Resolution.Elsewhere(host.nextHop()));
    }

    private static Uni<Resolution> item(Resolution resolution) {
        return Uni.createFrom().item(resolution);
    }

    /** No address at all, a postmaster, or something that is returned. */
    private Uni<Resolution> special(Optional<ForwardPath> path, Inquiry inquiry) {
        if (path.isEmpty()) {
            return item(new Resolution.UnknownUser());
        }
        Optional<Mailbox> address = path.get().mailbox();
        if (address.isEmpty()) {
            return postmasterOfTheHost();
        }
        return domain(address.get().domain().folded())
                .flatMap(domain -> {
                    if (domain.isEmpty()) {
                        return item(new Resolution.Remote());
                    }
                    return AddressKey.of(address.get()).isPostmaster()
                            ? postmaster(address.get(), domain.get(), inquiry)
                            : returns.returned(address.get());
                });
    }

    private Uni<Optional<Domain>> domain(String name) {
        return Uni.createFrom()
                .completionStage(() -> store.find(List.of(name), List.of()))
                .map(found -> Optional.ofNullable(found.domains().get(name)));
    }

    /** The domain whose addresses count is another one where it has none of its own. */
    private Uni<Resolution> postmaster(Mailbox address, Domain domain, Inquiry inquiry) {
        String aliasOf = domain.options().aliasOf();
        if (!aliasOf.isEmpty()) {
            return domain(aliasOf)
                    .flatMap(other ->
                            other.isEmpty()
                                    ? item(new Resolution.UnknownUser())
                                    : ofDomain(
                                            Mailbox.parse(POSTMASTER + "@" + aliasOf)
                                                    .orElse(address),
                                            other.get(),
                                            inquiry));
        }
        return ofDomain(address, domain, inquiry);
    }

    private Uni<Resolution> ofDomain(Mailbox own, Domain domain, Inquiry inquiry) {
        Optional<Mailbox> named = Mailbox.parse(domain.postmaster());
        Uni<Resolution> byName = named.map(n -> one(n, inquiry)).orElse(item(UNKNOWN));
        return byName.flatMap(first -> reaches(first) ? item(first) : one(own, inquiry))
                .flatMap(second -> reaches(second) ? item(second) : otherwise(domain));
    }

    /** A host that has the mailboxes has a postmaster, whether we know of one or not. */
    private Uni<Resolution> otherwise(Domain domain) {
        return domain.options()
                .gateway()
                .map(host -> item(new Resolution.Elsewhere(host.nextHop())))
                .orElseGet(() -> first(domain));
    }

    private static boolean reaches(Resolution resolution) {
        return resolution instanceof Resolution.Local
                || resolution instanceof Resolution.Expanded
                || resolution instanceof Resolution.Elsewhere;
    }

    private Uni<Resolution> one(Mailbox address, Inquiry inquiry) {
        Expansion walk = walk(address, inquiry.sender());
        return walked(List.of(walk)).flatMap(done -> resolution(walk.outcome(), inquiry));
    }

    private Uni<Resolution> first(Domain domain) {
        return Uni.createFrom()
                .completionStage(() -> store.inDomain(domain.name(), FIRST_ENTRIES))
                .map(entries ->
                        entries.stream()
                                .filter(AddressEntry.Account.class::isInstance)
                                .map(AddressEntry.Account.class::cast)
                                .filter(AddressEntry.Account::letsIn)
                                .findFirst()
                                .<Resolution>map(Resolution.Local::new)
                                .orElse(UNKNOWN));
    }

    /** Remembered for a moment: it may take a read for each domain, and anybody may ask. */
    private Uni<Resolution> postmasterOfTheHost() {
        Resolution known = ofTheHost.getIfPresent(POSTMASTER);
        return known != null
                ? item(known)
                : Uni.createFrom()
                        .completionStage(store::domains)
                        .flatMap(domains -> postmasterOf(domains, 0))
                        .invoke(found -> ofTheHost.put(POSTMASTER, found));
    }

    private Uni<Resolution> postmasterOf(List<Domain> domains, int from) {
        if (from == domains.size()) {
            return item(UNKNOWN);
        }
        String address = POSTMASTER + "@" + domains.get(from).name();
        return resolve(Inquiry.of(List.of(address)))
                .flatMap(found ->
                        reaches(found.getFirst())
                                ? item(found.getFirst())
                                : postmasterOf(domains, from + 1));
    }
}
