package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.AccountStatus;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.AddressLookup.Found;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.directory.DirectoryStore.Kind;
import posthorn.mailbox.registry.DirectoryOutcome.Done;
import posthorn.mailbox.registry.DirectoryOutcome.Reason;
import posthorn.mailbox.registry.DirectoryOutcome.Refused;
import posthorn.protocol.smtp.AddressKey;

/**
 * What administrators change about addresses without a mailbox of their own: aliases, groups,
 * forwards, and lists of addresses that another host has. Safe for all threads; every change stands
 * on a majority when it is done, and of two that make the same address one is refused.
 */
public final class AddressRegistry {

    private final DirectoryStore store;
    private final InstantSource clock;
    private final LeadTargets targets;

    /**
     * @param mostMembers of a group, and targets of a forward
     */
    public AddressRegistry(DirectoryStore store, InstantSource clock, int mostMembers) {
        this.store = store;
        this.clock = clock;
        this.targets = new LeadTargets(store, mostMembers);
    }

    /** Makes another address for something that has one here. */
    public Uni<DirectoryOutcome<AddressEntry.Alias>> createAlias(String address, String target) {
        Optional<AddressKey> to = LeadTargets.key(target);
        if (to.isEmpty()) {
            return no(LeadTargets.invalid(target));
        }
        return inDomain(
                address,
                DomainUse.LEADING,
                key ->
                        targets.read(List.of(to.get()))
                                .flatMap(found -> {
                                    AddressEntry there = found.entries().get(to.get().toString());
                                    return there == null || isGoing(there)
                                            ? no(LeadTargets.missing(to.get()))
                                            : add(alias(key, there));
                                }));
    }

    private AddressEntry.Alias alias(AddressKey key, AddressEntry target) {
        return new AddressEntry.Alias(
                key.toString(),
                key.domain(),
                target instanceof AddressEntry.Account account ? account.account() : "",
                target.address(),
                clock.millis());
    }

    private static boolean isGoing(AddressEntry entry) {
        return entry instanceof AddressEntry.Account account
                && account.state() == AccountStatus.DELETED;
    }

    /** Makes an address whose mail goes to all of its members. */
    public Uni<DirectoryOutcome<AddressEntry.Group>> createGroup(
            String address, List<String> members, String senders) {
        Optional<AddressEntry.Senders> allowed = AddressWords.senders(senders);
        if (allowed.isEmpty()) {
            return no(AddressWords.noSenders(senders));
        }
        return inDomain(
                address,
                DomainUse.LEADING,
                key ->
                        withTargets(
                                key,
                                members,
                                all ->
                                        add(
                                                new AddressEntry.Group(
                                                        key.toString(),
                                                        key.domain(),
                                                        all,
                                                        allowed.get(),
                                                        clock.millis(),
                                                        0))));
    }

    /** Changes a group, however it is. */
    public Uni<DirectoryOutcome<AddressEntry.Group>> changeGroup(
            String address, Function<List<String>, List<String>> change, @Nullable String senders) {
        return changeGroup(address, change, senders, group -> true);
    }

    /** A group; refused: there is none of that address. */
    public Uni<DirectoryOutcome<AddressEntry.Group>> group(String address) {
        return existing(address, AddressEntry.Group.class, "group");
    }

    /**
     * Changes a group.
     *
     * @param change the members that it is to have, from those that it has
     * @param senders null: as before
     * @param asSeen whether it is as the caller saw it; else nothing changes
     */
    public Uni<DirectoryOutcome<AddressEntry.Group>> changeGroup(
            String address,
            Function<List<String>, List<String>> change,
            @Nullable String senders,
            Predicate<AddressEntry.Group> asSeen) {
        Optional<AddressEntry.Senders> allowed =
                senders == null ? Optional.empty() : AddressWords.senders(senders);
        if (senders != null && allowed.isEmpty()) {
            return no(AddressWords.noSenders(senders));
        }
        return group(address)
                .map(there ->
                        there instanceof DirectoryOutcome.Done<AddressEntry.Group>(var group)
                                        && !asSeen.test(group)
                                ? DirectoryOutcome.<AddressEntry.Group>changed()
                                : there)
                .flatMap(there ->
                        switch (there) {
                            case Refused<AddressEntry.Group> refused -> no(refused);
                            case Done<AddressEntry.Group>(var group) ->
                                    withTargets(
                                            AddressKey.parse(group.address()).orElseThrow(),
                                            change.apply(group.members()),
                                            members ->
                                                    replace(
                                                            group,
                                                            group.with(
                                                                    members,
                                                                    allowed.orElse(
                                                                            group.senders()))));
                        });
    }

    private Uni<DirectoryOutcome<AddressEntry.Group>> replace(
            AddressEntry.Group before, AddressEntry.Group next) {
        return uni(() -> store.replace(before, next))
                .map(done ->
                        done ? DirectoryOutcome.done(next) : AddressWords.atTheSameTime(before));
    }

    /**
     * Sends mail on: of an address that is made by this, or of an account that is there.
     *
     * @param keep whether the account gets it, too
     */
    public Uni<DirectoryOutcome<AddressEntry.Forward>> createForward(
            String address, List<String> leadsTo, boolean keep) {
        return inDomain(
                address,
                DomainUse.LEADING,
                key ->
                        withTargets(
                                key,
                                leadsTo,
                                all ->
                                        targets.read(List.of(key))
                                                .flatMap(found -> forward(key, all, keep, found))));
    }

    /** What an account does with its mail. */
    public Uni<DirectoryOutcome<AddressEntry.Forward>> forward(String account) {
        String folded = folded(account);
        return uni(() -> store.find(List.of(), List.of(folded)))
                .map(found ->
                        Optional.ofNullable(found.forwards().get(folded))
                                .map(DirectoryOutcome::done)
                                .orElseGet(() ->
                                        DirectoryOutcome.refused(
                                                Reason.UNKNOWN,
                                                "Mail of " + folded + " is not sent on.",
                                                "Say where it is to go with PUT.")));
    }

    /**
     * Sends mail of an account on, in place of where it went until now. In between it is kept.
     *
     * @param keep whether the account gets it, too
     */
    public Uni<DirectoryOutcome<AddressEntry.Forward>> changeForward(
            String account, List<String> leadsTo, boolean keep) {
        return createForward(account, leadsTo, keep)
                .flatMap(first ->
                        isConflict(first)
                                ? forward(account)
                                        .flatMap(there ->
                                                there instanceof Done<AddressEntry.Forward>(var old)
                                                        ? replaced(old, leadsTo, keep)
                                                        : no(first))
                                : Uni.createFrom().item(first));
    }

    private static boolean isConflict(DirectoryOutcome<?> outcome) {
        return outcome instanceof Refused<?>(var reason, var error, var advice)
                && reason == Reason.CONFLICT;
    }

    private Uni<DirectoryOutcome<AddressEntry.Forward>> replaced(
            AddressEntry.Forward old, List<String> leadsTo, boolean keep) {
        return removed(old)
                .flatMap(gone ->
                        gone instanceof Done<AddressEntry.Forward>
                                ? createForward(old.address(), leadsTo, keep)
                                : no(gone));
    }

    private Uni<DirectoryOutcome<AddressEntry.Forward>> forward(
            AddressKey key, List<String> leadsTo, boolean keep, Found found) {
        if (found.entries().get(key.toString()) instanceof AddressEntry.Account account
                && !isGoing(account)) {
            return add(made(key, account.account(), leadsTo, keep));
        }
        return keep
                ? no(
                        DirectoryOutcome.refused(
                                Reason.UNKNOWN,
                                "There is no account " + key + " that could keep a copy.",
                                "Make the account first, or leave the copy out."))
                : add(made(key, "", leadsTo, false));
    }

    private AddressEntry.Forward made(
            AddressKey key, String account, List<String> leadsTo, boolean keep) {
        return new AddressEntry.Forward(
                key.toString(), key.domain(), account, leadsTo, keep, clock.millis());
    }

    /** Takes an address for a domain whose mailboxes another host has. */
    public Uni<DirectoryOutcome<AddressEntry.Listed>> createListed(String address) {
        return inDomain(
                address,
                DomainUse.LISTED,
                key -> add(new AddressEntry.Listed(key.toString(), key.domain(), clock.millis())));
    }

    /** Removes an alias. */
    public Uni<DirectoryOutcome<AddressEntry.Alias>> removeAlias(String address) {
        return remove(address, AddressEntry.Alias.class, "alias");
    }

    /** Removes a group to which no alias leads. */
    public Uni<DirectoryOutcome<AddressEntry.Group>> removeGroup(String address) {
        return remove(address, AddressEntry.Group.class, "group");
    }

    /** Removes an address from a list. */
    public Uni<DirectoryOutcome<AddressEntry.Listed>> removeListed(String address) {
        return remove(address, AddressEntry.Listed.class, "listed address");
    }

    /** Removes a forward: an address to which no alias leads, or what an account does. */
    public Uni<DirectoryOutcome<AddressEntry.Forward>> removeForward(String address) {
        String folded = folded(address);
        return uni(() -> store.find(List.of(), List.of(folded)))
                .flatMap(found -> {
                    AddressEntry.Forward ofAccount = found.forwards().get(folded);
                    return ofAccount == null
                            ? remove(address, AddressEntry.Forward.class, "forward")
                            : removed(ofAccount);
                });
    }

    private <T extends AddressEntry> Uni<DirectoryOutcome<T>> remove(
            String address, Class<T> kind, String word) {
        return existing(address, kind, word)
                .flatMap(there ->
                        switch (there) {
                            case Refused<T> refused -> no(refused);
                            case Done<T>(T entry) ->
                                    uni(() -> store.aliasesOf(entry.address(), 1))
                                            .flatMap(aliases ->
                                                    aliases.isEmpty()
                                                            ? removed(entry)
                                                            : no(
                                                                    AddressWords.inUse(
                                                                            entry,
                                                                            aliases.getFirst())));
                        });
    }

    private <T extends AddressEntry> Uni<DirectoryOutcome<T>> removed(T entry) {
        return uni(() -> store.remove(entry))
                .map(gone ->
                        gone
                                ? DirectoryOutcome.done(entry)
                                : DirectoryOutcome.refused(
                                        Reason.CONFLICT,
                                        entry.address() + " was changed at the same time.",
                                        "Look at it and try again."));
    }

    private <T extends AddressEntry> Uni<DirectoryOutcome<T>> existing(
            String address, Class<T> kind, String word) {
        String folded = folded(address);
        return uni(() -> store.addresses(List.of(folded)))
                .map(found ->
                        kind.isInstance(found.get(folded))
                                ? DirectoryOutcome.done(kind.cast(found.get(folded)))
                                : DirectoryOutcome.refused(
                                        Reason.UNKNOWN,
                                        "There is no " + word + " " + folded + ".",
                                        "Give its own address; the lists under /v1 show those"
                                                + " that are there."));
    }

    /**
     * What is listed, by address.
     *
     * @param domain only of this one; empty: of all
     * @param after start behind this address; empty: at the first
     */
    public Uni<List<AddressEntry>> entries(
            List<Kind> kinds, String domain, String after, int limit) {
        String only = domain.isEmpty() ? "" : AddressKey.domainKey(domain).orElse(domain);
        return Uni.join()
                .all(
                        kinds.stream()
                                .map(kind -> uni(() -> store.entries(kind, only, after, limit)))
                                .toList())
                .andFailFast()
                .map(lists ->
                        lists.stream()
                                .flatMap(List::stream)
                                .sorted(Comparator.comparing(AddressEntry::address))
                                .limit(limit)
                                .toList());
    }

    private <T extends AddressEntry> Uni<DirectoryOutcome<T>> add(T entry) {
        return uni(() -> store.add(entry))
                .map(added -> added ? DirectoryOutcome.done(entry) : AddressWords.taken(entry));
    }

    /** With members or targets that can be used, each once. */
    private <T> Uni<DirectoryOutcome<T>> withTargets(
            AddressKey own,
            List<String> given,
            Function<List<String>, Uni<DirectoryOutcome<T>>> then) {
        return targets.check(own, given)
                .flatMap(checked ->
                        switch (checked) {
                            case Refused<List<String>> refused -> no(refused);
                            case Done<List<String>>(var all) -> then.apply(all);
                        });
    }

    private <T> Uni<DirectoryOutcome<T>> inDomain(
            String address, DomainUse use, Function<AddressKey, Uni<DirectoryOutcome<T>>> then) {
        Optional<AddressKey> key = LeadTargets.key(address);
        if (key.isEmpty()) {
            return no(LeadTargets.invalid(address));
        }
        String domain = key.get().domain();
        return uni(() -> store.find(List.of(domain), List.of()))
                .flatMap(found ->
                        DomainUse.refusal(domain, found.domains().get(domain), use)
                                .<Uni<DirectoryOutcome<T>>>map(why ->
                                        no(
                                                DirectoryOutcome.refused(
                                                        why.reason(), why.error(), why.advice())))
                                .orElseGet(() -> then.apply(key.get())));
    }

    private static String folded(String address) {
        return AddressKey.parse(address).map(AddressKey::toString).orElse(address);
    }

    private static <T> Uni<T> uni(Supplier<CompletionStage<T>> call) {
        return Uni.createFrom().completionStage(call);
    }

    /** A refusal, of whatever was to be made. */
    private static <T> Uni<DirectoryOutcome<T>> no(DirectoryOutcome<?> outcome) {
        return Uni.createFrom()
                .item(
                        switch (outcome) {
                            case Refused<?>(var reason, var error, var advice) ->
                                    DirectoryOutcome.refused(reason, error, advice);
                            case Done<?> done ->
                                    throw new IllegalArgumentException("no refusal: " + done);
                        });
    }
}
