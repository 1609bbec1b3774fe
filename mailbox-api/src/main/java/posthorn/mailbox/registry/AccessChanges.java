package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import posthorn.mailbox.directory.AccessStore;
import posthorn.mailbox.directory.AccountAccess;
import posthorn.mailbox.registry.DirectoryOutcome.Reason;

/**
 * Reads how an account is set up, decides, and writes if nobody has changed it meanwhile; else it
 * decides again, a few times. Safe for all threads.
 */
public final class AccessChanges {

    private static final int ATTEMPTS = 5;

    private final AccessStore store;

    /** Changes what stands in this store. */
    public AccessChanges(AccessStore store) {
        this.store = store;
    }

    /**
     * What was decided.
     *
     * @param next what shall stand there; empty: nothing changes
     * @param answer what the caller is told once it stands there
     */
    public record Decision<T>(Optional<AccountAccess> next, DirectoryOutcome<T> answer) {

        /** This shall stand there. */
        public static <T> Decision<T> write(AccountAccess next, T answer) {
            return new Decision<>(Optional.of(next), DirectoryOutcome.done(answer));
        }

        /** Nothing changes. */
        public static <T> Decision<T> leave(T answer) {
            return new Decision<>(Optional.empty(), DirectoryOutcome.done(answer));
        }

        /** Nothing changes, and why. */
        public static <T> Decision<T> refuse(Reason reason, String error, String advice) {
            return new Decision<>(
                    Optional.empty(), DirectoryOutcome.refused(reason, error, advice));
        }
    }

    /** How the account is set up. */
    public Uni<AccountAccess> of(String account) {
        return Uni.createFrom()
                .completionStage(() -> store.find(List.of(account)))
                .map(found -> Objects.requireNonNull(found.get(account)));
    }

    /**
     * Changes how the account is set up.
     *
     * @param decide may be called several times, changes nothing itself
     */
    public <T> Uni<DirectoryOutcome<T>> change(
            String account, Function<AccountAccess, Decision<T>> decide) {
        return change(account, decide, ATTEMPTS);
    }

    private <T> Uni<DirectoryOutcome<T>> change(
            String account, Function<AccountAccess, Decision<T>> decide, int attempts) {
        return of(account)
                .flatMap(access -> {
                    Decision<T> decision = decide.apply(access);
                    if (decision.next().isEmpty()) {
                        return Uni.createFrom().item(decision.answer());
                    }
                    AccountAccess next = decision.next().get();
                    return Uni.createFrom()
                            .completionStage(() -> store.replace(access, next))
                            .flatMap(done ->
                                    done
                                            ? Uni.createFrom().item(decision.answer())
                                            : again(account, decide, attempts - 1));
                });
    }

    private <T> Uni<DirectoryOutcome<T>> again(
            String account, Function<AccountAccess, Decision<T>> decide, int attempts) {
        return attempts > 0
                ? change(account, decide, attempts)
                : Uni.createFrom()
                        .item(
                                DirectoryOutcome.refused(
                                        Reason.CONFLICT,
                                        "The account is changed by many at the same time.",
                                        "Look at it and try again."));
    }
}
