package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.directory.Domain;
import posthorn.mailbox.registry.DirectoryOutcome.Reason;
import posthorn.protocol.smtp.AddressKey;
import posthorn.protocol.smtp.NextHop;

/**
 * How the addresses of a domain are read, as administrators change it. Safe for all threads; every
 * change stands on a majority when it is done.
 */
public final class DomainOptions {

    private static final int SOME = 100;

    private final DirectoryStore store;

    /** Changes what stands in this store. */
    public DomainOptions(DirectoryStore store) {
        this.store = store;
    }

    /**
     * What is to become another one; of each, null leaves it as it is and an empty text takes it
     * away.
     *
     * @param catchAll address that gets mail for those that there are not
     * @param tags character that a tag begins with
     * @param aliasOf domain whose addresses it has
     * @param nextHop host that has its mailboxes
     * @param recipients which addresses are taken for that host: listed, asked or all
     */
    public record Change(
            @Nullable String catchAll,
            @Nullable String tags,
            @Nullable String aliasOf,
            @Nullable String nextHop,
            @Nullable String recipients) {}

    /** Changes a domain. */
    public Uni<DirectoryOutcome<Domain>> set(String name, Change change) {
        return set(name, change, domain -> true);
    }

    /**
     * The same, only if the domain is as the caller saw it.
     *
     * @param asSeen whether it is
     */
    public Uni<DirectoryOutcome<Domain>> set(String name, Change change, Predicate<Domain> asSeen) {
        return find(name)
                .flatMap(found ->
                        switch (found) {
                            case DirectoryOutcome.Done<Domain>(Domain domain) ->
                                    asSeen.test(domain)
                                            ? set(domain, change)
                                            : Uni.createFrom().item(DirectoryOutcome.changed());
                            case DirectoryOutcome.Refused<Domain> unknown ->
                                    Uni.createFrom().item(unknown);
                        });
    }

    /** A domain; refused: it is not ours. */
    public Uni<DirectoryOutcome<Domain>> find(String name) {
        String folded = AddressKey.domainKey(name).orElse(name);
        return uni(() -> store.find(List.of(folded), List.of()))
                .map(found -> {
                    Domain domain = found.domains().get(folded);
                    return domain == null
                            ? DirectoryOutcome.refused(
                                    Reason.UNKNOWN,
                                    "There is no domain " + folded + ".",
                                    "GET /v1/domains lists those that are there.")
                            : DirectoryOutcome.done(domain);
                });
    }

    private Uni<DirectoryOutcome<Domain>> set(Domain domain, Change change) {
        Domain.Options now = domain.options();
        String tags = change.tags() == null ? now.tags() : change.tags();
        String catchAll = change.catchAll() == null ? now.catchAll() : folded(change.catchAll());
        String aliasOf =
                change.aliasOf() == null
                        ? now.aliasOf()
                        : AddressKey.domainKey(change.aliasOf()).orElse(change.aliasOf());
        if (tags.length() > 1 || !Domain.Options.TAGS.contains(tags)) {
            return no(
                    Reason.INVALID,
                    "'" + tags + "' is nothing that a tag can begin with.",
                    "Give one of " + Domain.Options.TAGS + ", or none.");
        }
        Optional<Domain.Gateway> gateway = gateway(now.gateway(), change);
        if (gateway.isEmpty() && wantsGateway(now, change)) {
            return no(
                    Reason.INVALID,
                    "'"
                            + change.nextHop()
                            + "' with '"
                            + change.recipients()
                            + "' is no host that could have the mailboxes.",
                    "Give a name or [address], with :port where it is not 25, and which recipients"
                            + " are taken: listed, asked or all.");
        }
        Domain next = domain.with(new Domain.Options(catchAll, tags, aliasOf, gateway));
        return uni(() -> store.inDomain(domain.name(), SOME))
                .flatMap(entries -> aliases(domain, next, entries))
                .flatMap(refused ->
                        refused.map(no -> Uni.createFrom().item(no))
                                .orElseGet(() -> replace(domain, next)));
    }

    private static String folded(String address) {
        return AddressKey.parse(address).map(AddressKey::toString).orElse(address);
    }

    private static boolean wantsGateway(Domain.Options now, Change change) {
        String nextHop = change.nextHop();
        boolean names = nextHop != null && !nextHop.isEmpty();
        boolean taken = nextHop != null && nextHop.isEmpty();
        return names || (!taken && (now.gateway().isPresent() || change.recipients() != null));
    }

    private static Optional<Domain.Gateway> gateway(Optional<Domain.Gateway> now, Change change) {
        String nextHop =
                change.nextHop() == null
                        ? now.map(Domain.Gateway::nextHop).orElse("")
                        : change.nextHop();
        String word = change.recipients();
        Optional<Domain.Recipients> recipients =
                word == null
                        ? Optional.of(
                                now.map(Domain.Gateway::recipients)
                                        .orElse(Domain.Recipients.LISTED))
                        : Arrays.stream(Domain.Recipients.values())
                                .filter(each -> each.name().equalsIgnoreCase(word))
                                .findFirst();
        return NextHop.parse(nextHop, NextHop.SMTP)
                .flatMap(hop -> recipients.map(which -> new Domain.Gateway(hop.toString(), which)));
    }

    /** Why the domain cannot be so; empty: it can. */
    private Uni<Optional<DirectoryOutcome<Domain>>> aliases(
            Domain before, Domain next, List<AddressEntry> entries) {
        Domain.Options options = next.options();
        boolean becomesAlias =
                !options.aliasOf().isEmpty()
                        && !options.aliasOf().equals(before.options().aliasOf());
        boolean accounts = entries.stream().anyMatch(AddressEntry.Account.class::isInstance);
        if (becomesAlias && !entries.isEmpty()) {
            return refused(
                    "The domain " + next.name() + " has addresses of its own.",
                    "Delete them first: an alias has those of the other domain.");
        }
        if (!options.aliasOf().isEmpty() && options.gateway().isPresent()) {
            return refused(
                    "A domain is an alias, or its mailboxes are at another host, not both.",
                    "Take one of them away.");
        }
        if (options.gateway().isPresent() && accounts) {
            return refused(
                    "The domain " + next.name() + " has accounts here.",
                    "Delete them first, or make a forward for each.");
        }
        return uni(() -> store.aliasDomainsOf(next.name(), 1))
                .flatMap(others ->
                        becomesAlias && !others.isEmpty()
                                ? refused(
                                        others.getFirst().name()
                                                + " is an alias of "
                                                + next.name()
                                                + ".",
                                        "An alias of an alias there is not: change that one first.")
                                : targets(next));
    }

    /** Where it leads to has to be there. */
    private Uni<Optional<DirectoryOutcome<Domain>>> targets(Domain next) {
        String aliasOf = next.options().aliasOf();
        String catchAll = next.options().catchAll();
        Optional<AddressKey> key =
                AddressKey.parse(catchAll).filter(each -> !each.domain().isEmpty());
        if (!catchAll.isEmpty() && key.isEmpty()) {
            return refused(
                    "'" + catchAll + "' is no address.", "Give one such as alice@example.org.");
        }
        List<String> domains =
                Stream.of(aliasOf, key.map(AddressKey::domain).orElse(""))
                        .filter(name -> !name.isEmpty())
                        .distinct()
                        .toList();
        List<String> addresses = catchAll.isEmpty() ? List.of() : List.of(catchAll);
        return uni(() -> store.find(domains, addresses))
                .flatMap(found -> {
                    Domain other = found.domains().get(aliasOf);
                    boolean itself = aliasOf.equals(next.name());
                    if (!aliasOf.isEmpty()
                            && (other == null || itself || !other.options().aliasOf().isEmpty())) {
                        return refused(
                                "'" + aliasOf + "' is no domain of ours with addresses.",
                                "Give one that is no alias itself; GET /v1/domains lists them.");
                    }
                    boolean ours =
                            key.isPresent() && found.domains().containsKey(key.get().domain());
                    return ours && !found.entries().containsKey(catchAll)
                            ? refused(
                                    "There is no address " + catchAll + " here.", "Make it first.")
                            : Uni.createFrom().item(Optional.empty());
                });
    }

    private Uni<DirectoryOutcome<Domain>> replace(Domain before, Domain next) {
        return uni(() -> store.replace(before, next))
                .map(done ->
                        done
                                ? DirectoryOutcome.done(next)
                                : DirectoryOutcome.refused(
                                        Reason.CONFLICT,
                                        "The domain "
                                                + before.name()
                                                + " was changed at the same time.",
                                        "Look at it and try again."));
    }

    private static Uni<Optional<DirectoryOutcome<Domain>>> refused(String error, String advice) {
        return Uni.createFrom()
                .item(Optional.of(DirectoryOutcome.refused(Reason.CONFLICT, error, advice)));
    }

    private static <T> Uni<T> uni(Supplier<CompletionStage<T>> call) {
        return Uni.createFrom().completionStage(call);
    }

    private static <T> Uni<DirectoryOutcome<T>> no(Reason reason, String error, String advice) {
        return Uni.createFrom().item(DirectoryOutcome.refused(reason, error, advice));
    }
}
