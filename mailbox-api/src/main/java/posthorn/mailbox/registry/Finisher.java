package posthorn.mailbox.registry;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import posthorn.mailbox.account.Access;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.runtime.log.LoggedAddress;

/**
 * Brings an account's log after what its address wants: the command has a key of its own for each
 * wish, so that several pods may finish one wish, at once or long after one another, and it happens
 * once. A new wish is written only on a settled address. Safe for all threads.
 */
public final class Finisher {

    private static final Logger LOG = Logger.getLogger(Finisher.class);
    private static final int AT_ONCE = 100;

    private final DirectoryStore store;
    private final AccountLogs logs;
    private final InstantSource clock;
    private final DomainQuotas quotas;
    private final Removal removal;

    /** Removes what others keep of an account, by its id; may be called again. */
    @FunctionalInterface
    public interface Removal {
        CompletionStage<Void> remove(String account);
    }

    /**
     * @param quotas what a new account may hold
     * @param removal what is removed with an account that is deleted
     */
    public Finisher(
            DirectoryStore store,
            AccountLogs logs,
            InstantSource clock,
            DomainQuotas quotas,
            Removal removal) {
        this.store = store;
        this.logs = logs;
        this.clock = clock;
        this.quotas = quotas;
        this.removal = removal;
    }

    /**
     * Settles the address.
     *
     * @return the settled account; a deleted one is gone from the directory then
     */
    public Uni<AddressEntry.Account> finish(AddressEntry.Account account) {
        if (account.settled()) {
            return Uni.createFrom().item(account);
        }
        return command(account)
                .flatMap(command -> logs.execute(account.account(), command))
                .flatMap(result -> settle(account))
                .replaceWith(account.asSettled());
    }

    private Uni<Command> command(AddressEntry.Account account) {
        return switch (account.state()) {
            case CREATING ->
                    quotas.of(account.domain())
                            .map(quota ->
                                    new Command.CreateAccount(
                                            "create", quota.inForce(), quota.generation()));
            case ACTIVE -> access(account, Access.ACTIVE);
            case DISABLED -> access(account, Access.DISABLED);
            case DELETED -> access(account, Access.DELETED);
        };
    }

    private static Uni<Command> access(AddressEntry.Account account, Access access) {
        return Uni.createFrom()
                .item(new Command.SetAccess("access/" + account.wish(), access, account.wish()));
    }

    private Uni<Boolean> settle(AddressEntry.Account account) {
        return switch (account.state()) {
            case CREATING, ACTIVE, DISABLED ->
                    Uni.createFrom()
                            .completionStage(() -> store.replace(account, account.asSettled()));
            case DELETED ->
                    Uni.createFrom()
                            .completionStage(() -> store.bury(account, clock.millis()))
                            .flatMap(buried ->
                                    Uni.createFrom()
                                            .completionStage(
                                                    () -> store.removeAliases(account.account())))
                            .flatMap(gone ->
                                    Uni.createFrom()
                                            .completionStage(
                                                    () -> removal.remove(account.account())))
                            .flatMap(gone ->
                                    Uni.createFrom().completionStage(() -> store.remove(account)));
        };
    }

    /**
     * Finishes what somebody left half done; what cannot be finished now is logged and left for the
     * next time.
     */
    public Uni<Void> finishAll() {
        return AccountPages.each(after -> store.unsettled(after, AT_ONCE), this::finish)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Accounts that cannot be finished do not keep the others from it. */
    private Uni<Void> finish(List<AddressEntry.Account> page) {
        return Multi.createFrom()
                .iterable(page)
                .onItem()
                .transformToUniAndConcatenate(account ->
                        finish(account)
                                .replaceWithVoid()
                                .onFailure()
                                .invoke(e ->
                                        LOG.warnf(
                                                e,
                                                "account %s is still half done",
                                                LoggedAddress.of(account.address())))
                                .onFailure()
                                .recoverWithNull())
                .collect()
                .last()
                .replaceWithVoid();
    }
}
