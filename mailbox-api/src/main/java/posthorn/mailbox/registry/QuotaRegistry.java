package posthorn.mailbox.registry;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import posthorn.mailbox.account.AccountQuota;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.QuotaLimits;
import posthorn.mailbox.account.QuotaUsage;
import posthorn.mailbox.directory.AccountStatus;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.directory.Domain;
import posthorn.mailbox.directory.DomainQuota;
import posthorn.mailbox.registry.DirectoryOutcome.Reason;
import posthorn.protocol.smtp.AddressKey;
import posthorn.runtime.log.LoggedAddress;

/**
 * What administrators set of quotas. Limits stand in the log of each account, where they order
 * themselves with what they limit; limits of a domain are written down first and brought into the
 * log of each of its accounts then, by whoever finds that this was left half done. Safe for all
 * threads.
 */
public final class QuotaRegistry {

    private static final Logger LOG = Logger.getLogger(QuotaRegistry.class);
    private static final int PAGE = 100;
    private static final int AT_ONCE = 16;

    private final DirectoryStore store;
    private final AccountLogs logs;
    private final Function<String, Uni<AccountState>> states;
    private final Finisher finisher;
    private final DomainQuotas domains;

    /**
     * @param states of accounts by id, as the store has them
     */
    public QuotaRegistry(
            DirectoryStore store,
            AccountLogs logs,
            Function<String, Uni<AccountState>> states,
            Finisher finisher,
            DomainQuotas domains) {
        this.store = store;
        this.logs = logs;
        this.states = states;
        this.finisher = finisher;
        this.domains = domains;
    }

    /**
     * The quota of an account and what it holds.
     *
     * @param ofDomain of its domain
     */
    public record Holding(AccountQuota quota, QuotaUsage usage, DomainQuota ofDomain) {}

    /** The quota of an account. */
    public Uni<Holding> ofAccount(AddressEntry.Account account) {
        return Uni.combine()
                .all()
                .unis(states.apply(account.account()), domains.of(account.domain()))
                .asTuple()
                .map(found -> {
                    AccountState state = found.getItem1();
                    return new Holding(state.head().quota(), state.usage(), found.getItem2());
                });
    }

    /**
     * Gives an account limits of its own, which count from then on for whatever is added on any
     * pod.
     *
     * @param own empty: those of its domain count
     */
    public Uni<Holding> setAccount(AddressEntry.Account account, Optional<QuotaLimits> own) {
        return logs.execute(account.account(), new Command.SetQuota("", own))
                .flatMap(result -> ofAccount(account));
    }

    /** The quota of accounts of a domain. */
    public Uni<DirectoryOutcome<DomainQuota>> ofDomain(String name) {
        return withDomain(name, domain -> domains.of(domain).map(DirectoryOutcome::done));
    }

    /**
     * Sets what accounts of a domain may hold that have no limits of their own. Done when all of
     * them were told; what cannot be told now is told later, and the outcome is not settled then.
     *
     * @param own empty: limits of the installation
     */
    public Uni<DirectoryOutcome<DomainQuota>> setDomain(String name, Optional<QuotaLimits> own) {
        return withDomain(
                name,
                domain ->
                        domains.of(domain)
                                .flatMap(before ->
                                        replace(before, before.with(own, domains.installation()))));
    }

    private Uni<DirectoryOutcome<DomainQuota>> replace(DomainQuota before, DomainQuota next) {
        return uni(() -> domains.store().replace(before, next))
                .flatMap(done ->
                        done
                                ? settle(next).map(DirectoryOutcome::done)
                                : no(
                                        Reason.CONFLICT,
                                        "The quota of "
                                                + before.domain()
                                                + " was changed at the same time.",
                                        "Look at it and try again."));
    }

    /** What was written for a domain that is gone. */
    public Uni<Void> forget(String name) {
        return uni(() -> domains.store().remove(AddressKey.domainKey(name).orElse(name)));
    }

    /**
     * Tells accounts of what somebody left half done, and of other limits of the installation. What
     * cannot be told now is logged and left for the next time.
     */
    public Uni<Void> settleAll() {
        return uni(store::domains)
                .onItem()
                .transformToMulti(all -> Multi.createFrom().iterable(all))
                .map(Domain::name)
                .onItem()
                .transformToUniAndConcatenate(domain ->
                        settleIfNeeded(domain)
                                .onFailure()
                                .invoke(e ->
                                        LOG.warnf(
                                                e,
                                                "accounts of %s do not know their quota",
                                                domain))
                                .onFailure()
                                .recoverWithNull())
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> settleIfNeeded(String domain) {
        return domains.of(domain)
                .flatMap(now -> {
                    QuotaLimits wanted = now.own().orElse(domains.installation());
                    if (now.generation() == 0 || !now.inForce().equals(wanted)) {
                        return replace(now, now.with(now.own(), domains.installation()))
                                .replaceWithVoid();
                    }
                    return now.settled()
                            ? Uni.createFrom().voidItem()
                            : settle(now).replaceWithVoid();
                });
    }

    /** Tells every account, and writes that down when each of them was. */
    private Uni<DomainQuota> settle(DomainQuota quota) {
        return tellAll(quota)
                .flatMap(all ->
                        all
                                ? uni(() -> domains.store().replace(quota, quota.asSettled()))
                                        .replaceWith(quota.asSettled())
                                : Uni.createFrom().item(quota));
    }

    /** Whether all accounts of the domain were told. */
    private Uni<Boolean> tellAll(DomainQuota quota) {
        return AccountPages.each(
                        after -> store.accounts(quota.domain(), after, PAGE),
                        page -> tell(quota, page))
                .collect()
                .asList()
                .map(told -> !told.contains(false));
    }

    private Uni<Boolean> tell(DomainQuota quota, List<AddressEntry.Account> page) {
        return Multi.createFrom()
                .iterable(page)
                .onItem()
                .transformToUni(account -> tell(quota, account))
                .merge(AT_ONCE)
                .collect()
                .asList()
                .map(told -> !told.contains(false));
    }

    /** An account that is being made gets its log first, perhaps with older limits. */
    private Uni<Boolean> tell(DomainQuota quota, AddressEntry.Account account) {
        Uni<AddressEntry.Account> made =
                account.state() == AccountStatus.CREATING
                        ? finisher.finish(account)
                        : Uni.createFrom().item(account);
        return made.flatMap(there ->
                        logs.execute(
                                there.account(),
                                new Command.InheritQuota("", quota.inForce(), quota.generation())))
                .map(result -> true)
                .onFailure()
                .invoke(e ->
                        LOG.warnf(
                                e,
                                "account %s does not know its quota",
                                LoggedAddress.of(account.address())))
                .onFailure()
                .recoverWithItem(false);
    }

    private <T> Uni<DirectoryOutcome<T>> withDomain(
            String name, Function<String, Uni<DirectoryOutcome<T>>> then) {
        String folded = AddressKey.domainKey(name).orElse(name);
        return uni(() -> store.find(List.of(folded), List.of()))
                .flatMap(found ->
                        found.domains().containsKey(folded)
                                ? then.apply(folded)
                                : no(
                                        Reason.UNKNOWN,
                                        "There is no domain " + folded + ".",
                                        "GET /v1/domains lists those that are there."));
    }

    private static <T> Uni<T> uni(Supplier<CompletionStage<T>> call) {
        return Uni.createFrom().completionStage(call);
    }

    private static <T> Uni<DirectoryOutcome<T>> no(Reason reason, String error, String advice) {
        return Uni.createFrom().item(DirectoryOutcome.refused(reason, error, advice));
    }
}
