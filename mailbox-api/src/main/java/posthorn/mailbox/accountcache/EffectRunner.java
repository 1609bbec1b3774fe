package posthorn.mailbox.accountcache;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.log.Effect;
import posthorn.mailbox.account.log.Input;
import posthorn.mailbox.account.log.InsertAnswer;

/**
 * Runs the effects of all accounts on the store. Every effect is answered once, whatever the store
 * does or throws; the stores bound the time.
 */
final class EffectRunner {

    private static final Logger LOG = Logger.getLogger(EffectRunner.class);

    private final Stores stores;
    private final Loader loader;
    private final Held held;

    EffectRunner(Stores stores, Loader loader, Held held) {
        this.stores = stores;
        this.loader = loader;
        this.held = held;
    }

    void run(CachedAccount account, Effect.Load load) {
        answer(
                account,
                load.id(),
                () -> loader.load(account.id()),
                loaded -> {
                    account.checkpointed(loaded.checkpoint());
                    return new Input.Loaded(load.id(), loaded.state(), loaded.floor());
                });
    }

    void run(CachedAccount account, Effect.LoadSegments load) {
        answer(
                account,
                load.id(),
                () -> stores.segments().read(account.id(), load.names()),
                contents -> new Input.SegmentsLoaded(load.id(), contents));
    }

    void run(CachedAccount account, Effect.WriteBody write) {
        answer(
                account,
                write.id(),
                () -> stores.bodies().write(account.id(), write.name(), write.content()),
                done -> new Input.BodyWritten(write.id()));
    }

    void run(CachedAccount account, Effect.WriteSegment write) {
        Map<String, byte[]> segment = Map.of(write.name(), write.content());
        answer(
                account,
                write.id(),
                () -> stores.segments().write(account.id(), segment),
                done -> new Input.SegmentWritten(write.id()));
    }

    void run(CachedAccount account, Effect.Insert insert) {
        begin(() -> stores.log().insert(List.of(insert.entry())))
                .whenComplete((answers, failure) -> {
                    InsertAnswer answer =
                            failure == null && answers.size() == 1
                                    ? answers.getFirst()
                                    : InsertAnswer.NO_ANSWER;
                    held.inserted(answer);
                    account.input(new Input.Inserted(insert.id(), answer));
                });
    }

    void run(CachedAccount account, Effect.Look look) {
        answer(account, look.id(), () -> look(account.id(), look), Function.identity());
    }

    /**
     * First the tail, then the keys: a key that is found nowhere stood in nothing that the tail
     * shows.
     */
    private CompletionStage<Input> look(String account, Effect.Look look) {
        return stores.log()
                .read(account, look.from(), look.limit())
                .thenCompose(tail ->
                        found(account, look.keys())
                                .thenApply(byKey -> new Input.Looked(look.id(), tail, byKey)));
    }

    private CompletionStage<List<Entry>> found(String account, List<String> keys) {
        return keys.isEmpty()
                ? CompletableFuture.completedStage(List.of())
                : stores.log().find(account, keys);
    }

    void run(CachedAccount account, Effect.ReadFloor read) {
        answer(
                account,
                read.id(),
                () -> stores.log().floor(account.id()),
                floor -> new Input.FloorRead(read.id(), floor));
    }

    void run(CachedAccount account, Effect.Remove remove) {
        answer(
                account,
                remove.id(),
                () -> stores.log().remove(account.id(), remove.n(), remove.proposal()),
                done -> new Input.Removed(remove.id()));
    }

    private static <T extends @Nullable Object> void answer(
            CachedAccount account,
            long id,
            Supplier<CompletionStage<T>> asked,
            Function<T, Input> input) {
        begin(asked)
                .thenApply(input)
                .exceptionally(failure -> new Input.Failed(id, String.valueOf(failure)))
                .thenAccept(account::input);
    }

    private static <T extends @Nullable Object> CompletionStage<T> begin(
            Supplier<CompletionStage<T>> asked) {
        try {
            return asked.get();
        } catch (Throwable failure) {
            LOG.warn("the store could not be asked", failure);
            return CompletableFuture.failedStage(failure);
        }
    }
}
