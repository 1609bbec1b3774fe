package posthorn.mailbox.signin;

import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import posthorn.mailbox.budget.Overloaded;
import posthorn.mailbox.budget.Permits;
import posthorn.mailbox.signin.SignInKey.Kind;
import posthorn.mailbox.signin.SignInRecords.Count;
import posthorn.mailbox.signin.SignInRecords.Known;

/**
 * Attempts to sign in, one after another for one login from one network, each counted before
 * anything is computed for it: so that many at once gain nothing, and so that a client who opens
 * several connections is not taken for one who guesses. Who was let in from the same network before
 * waits for failures of his own only. Safe for all threads; no call waits.
 */
public final class Attempts {

    private static final Logger LOG = Logger.getLogger(Attempts.class);

    /** How an attempt ended. */
    public enum Ended {
        /** The password was right. */
        RIGHT,
        /** It was not. */
        WRONG,
        /** Nothing was tried. */
        UNTRIED
    }

    /**
     * Who tries.
     *
     * @param login as it is counted
     * @param network of the client
     */
    public record Who(String login, String network) {

        /** Who shows the second factor of an account of this id. */
        public static Who secondFactor(String account, String network) {
            return new Who("second-factor " + account, network);
        }

        private SignInKey pair() {
            return new SignInKey(Kind.PAIR, login + " " + network);
        }

        private List<SignInKey> keys() {
            return List.of(
                    pair(), new SignInKey(Kind.LOGIN, login), new SignInKey(Kind.NETWORK, network));
        }
    }

    /**
     * What an attempt came to.
     *
     * @param value what the caller is told
     */
    public record Attempt<T>(T value, Ended ended) {}

    private final SignInRecords records;
    private final AttemptLimits limits;
    private final InstantSource clock;
    private final int mostWaiting;
    private final Permits strangers;
    private final Map<Who, Queue<CompletableFuture<Boolean>>> lines = new HashMap<>();

    /**
     * @param strangers bounds attempts at once of clients who were not let in before, by their
     *     network
     * @param mostWaiting attempts of one login from one network that may wait for one another
     */
    public Attempts(
            SignInRecords records,
            AttemptLimits limits,
            InstantSource clock,
            Permits strangers,
            int mostWaiting) {
        this.records = records;
        this.limits = limits;
        this.clock = clock;
        this.strangers = strangers;
        this.mostWaiting = mostWaiting;
    }

    /** Logins that are being tried now. */
    public int held() {
        synchronized (lines) {
            return lines.size();
        }
    }

    /**
     * Tries, when it is their turn and they need not wait.
     *
     * @param attempt what is tried; told whether they were let in from this network before
     * @param later what they are told when nothing may be tried now
     */
    public <T> Uni<T> attempt(Who who, Function<Boolean, Uni<Attempt<T>>> attempt, T later) {
        return Uni.createFrom()
                .completionStage(() -> enter(who))
                .flatMap(entered ->
                        entered
                                ? uncancelled(inTurn(who, attempt, later), () -> leave(who))
                                : Uni.createFrom().item(later));
    }

    /** A turn ends when the work has ended, not when its caller has left. */
    private static <T> Uni<T> uncancelled(Uni<T> work, Runnable end) {
        CompletableFuture<T> running =
                work.onTermination().invoke(end).subscribeAsCompletionStage().toCompletableFuture();
        return Uni.createFrom().completionStage(() -> running.copy());
    }

    private <T> Uni<T> inTurn(Who who, Function<Boolean, Uni<Attempt<T>>> attempt, T later) {
        return Uni.createFrom()
                .completionStage(
                        () -> records.read(who.keys(), who.login(), who.network(), clock.millis()))
                .flatMap(known -> {
                    List<SignInKey> counted = known.good() ? List.of(who.pair()) : who.keys();
                    if (waits(counted, known)) {
                        return Uni.createFrom().item(later);
                    }
                    if (known.good()) {
                        return counted(who, counted, known, attempt);
                    }
                    try {
                        Permits.Permit permit = strangers.take(who.network());
                        return counted(who, counted, known, attempt)
                                .onTermination()
                                .invoke(permit::close);
                    } catch (Overloaded tooMany) {
                        return Uni.createFrom().item(later);
                    }
                });
    }

    private boolean waits(List<SignInKey> keys, Known known) {
        long now = clock.millis();
        return keys.stream()
                .anyMatch(key ->
                        limits.waits(
                                key.kind(), known.counts().getOrDefault(key, Count.NONE), now));
    }

    private <T> Uni<T> counted(
            Who who,
            List<SignInKey> keys,
            Known known,
            Function<Boolean, Uni<Attempt<T>>> attempt) {
        return Uni.createFrom()
                .completionStage(() -> records.count(keys, 1, clock.millis()))
                .flatMap(counted -> attempt.apply(known.good()))
                .onFailure()
                .call(failure -> later(takeBack(keys)))
                .call(tried -> later(ended(who, keys, known, tried.ended())))
                .map(Attempt::value);
    }

    private Uni<Void> ended(Who who, List<SignInKey> keys, Known known, Ended ended) {
        return switch (ended) {
            case WRONG -> Uni.createFrom().voidItem();
            case UNTRIED -> takeBack(keys);
            case RIGHT -> right(who, keys, known);
        };
    }

    /** The failures of the pair are forgotten; of others only this attempt was none. */
    private Uni<Void> right(Who who, List<SignInKey> keys, Known known) {
        long now = clock.millis();
        List<SignInKey> others = keys.stream().filter(key -> !key.equals(who.pair())).toList();
        List<Uni<Void>> written = new ArrayList<>();
        written.add(stage(() -> records.reset(who.pair(), now)));
        if (!others.isEmpty()) {
            written.add(takeBack(others));
        }
        if (!known.good()) {
            written.add(stage(() -> records.good(who.login(), who.network(), now)));
        }
        return Uni.join().all(written).andCollectFailures().replaceWithVoid();
    }

    private Uni<Void> takeBack(List<SignInKey> keys) {
        return stage(() -> records.count(keys, -1, clock.millis()));
    }

    private static Uni<Void> stage(Supplier<CompletionStage<Void>> call) {
        return Uni.createFrom().completionStage(call);
    }

    /** The owner says that this was them: their failures from there are forgotten. */
    public Uni<Void> trust(Who who) {
        long now = clock.millis();
        return stage(() -> records.reset(who.pair(), now))
                .chain(() -> stage(() -> records.good(who.login(), who.network(), now)));
    }

    /** The owner says that this was not them: whoever comes from there is a stranger again. */
    public Uni<Void> distrust(Who who) {
        return stage(() -> records.stranger(who.login(), who.network()));
    }

    /** What is written down afterwards changes no answer. */
    private static Uni<Void> later(Uni<Void> written) {
        return written.onFailure()
                .invoke(e -> LOG.debug("an attempt to sign in was not written down", e))
                .onFailure()
                .recoverWithNull();
    }

    /** Completes when it is the turn; false: too many wait. */
    private CompletableFuture<Boolean> enter(Who who) {
        synchronized (lines) {
            Queue<CompletableFuture<Boolean>> line = lines.get(who);
            if (line == null) {
                lines.put(who, new ArrayDeque<>());
                return CompletableFuture.completedFuture(true);
            }
            if (line.size() >= mostWaiting) {
                return CompletableFuture.completedFuture(false);
            }
            CompletableFuture<Boolean> turn = new CompletableFuture<>();
            line.add(turn);
            return turn;
        }
    }

    /** Lets the next one in; those who left while they waited are passed over. */
    private void leave(Who who) {
        while (true) {
            CompletableFuture<Boolean> next;
            synchronized (lines) {
                Queue<CompletableFuture<Boolean>> line = lines.get(who);
                next = line == null ? null : line.poll();
                if (next == null) {
                    lines.remove(who);
                    return;
                }
            }
            if (next.complete(true)) {
                return;
            }
        }
    }
}
