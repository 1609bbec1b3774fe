package posthorn.mailbox.accountcache;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import posthorn.mailbox.account.log.Effect;
import posthorn.mailbox.account.log.Input;
import posthorn.mailbox.account.log.InsertAnswer;

/**
 * Runs the effects of all accounts on the store. Every effect is answered once; the stores bound
 * the time.
 */
final class EffectRunner {

    private final Stores stores;
    private final Loader loader;
    private final ScheduledExecutorService timer;
    private final int lookLimit;

    EffectRunner(Stores stores, Loader loader, ScheduledExecutorService timer, int lookLimit) {
        this.stores = stores;
        this.loader = loader;
        this.timer = timer;
        this.lookLimit = lookLimit;
    }

    void run(CachedAccount account, Effect effect) {
        String id = account.id();
        switch (effect) {
            case Effect.Load load -> load(account, load.id());
            case Effect.LoadSegments load ->
                    answer(
                            account,
                            load.id(),
                            stores.segments().read(id, load.names()),
                            contents -> new Input.SegmentsLoaded(load.id(), contents));
            case Effect.WriteSegment write ->
                    answer(
                            account,
                            write.id(),
                            stores.segments().write(id, Map.of(write.name(), write.content())),
                            done -> new Input.SegmentWritten(write.id()));
            case Effect.Insert insert -> insert(account, insert);
            case Effect.Look look -> look(account, look);
            case Effect.ReadFloor read ->
                    answer(
                            account,
                            read.id(),
                            stores.log().floor(id),
                            floor -> new Input.FloorRead(read.id(), floor));
            case Effect.Remove remove ->
                    answer(
                            account,
                            remove.id(),
                            stores.log().remove(id, remove.n(), remove.proposal()),
                            done -> new Input.Removed(remove.id()));
            case Effect.Wake wake -> wake(account, wake);
            default -> throw new IllegalStateException("no effect on the store: " + effect);
        }
    }

    private void load(CachedAccount account, long effect) {
        answer(
                account,
                effect,
                loader.load(account.id()),
                loaded -> {
                    account.checkpointed(loaded.checkpoint());
                    return new Input.Loaded(effect, loaded.state(), loaded.floor());
                });
    }

    private void wake(CachedAccount account, Effect.Wake wake) {
        timer.schedule(
                () -> account.input(new Input.Woken(wake.id())),
                wake.nanos(),
                TimeUnit.NANOSECONDS);
    }

    void writeBody(CachedAccount account, Effect.WriteBody write, List<ByteBuffer> content) {
        answer(
                account,
                write.id(),
                stores.bodies().write(account.id(), write.name(), content),
                done -> new Input.BodyWritten(write.id()));
    }

    private void insert(CachedAccount account, Effect.Insert insert) {
        stores.log()
                .insert(List.of(insert.entry()))
                .whenComplete((answers, failure) ->
                        account.input(
                                new Input.Inserted(
                                        insert.id(),
                                        failure == null
                                                ? answers.getFirst()
                                                : InsertAnswer.NO_ANSWER)));
    }

    /**
     * First the tail, then the keys: a key that is found nowhere stood in nothing that the tail
     * shows.
     */
    private void look(CachedAccount account, Effect.Look look) {
        CompletionStage<Input> looked =
                stores.log()
                        .read(account.id(), look.from(), lookLimit)
                        .thenCompose(tail ->
                                look.keys().isEmpty()
                                        ? CompletableFuture.completedStage(
                                                new Input.Looked(look.id(), tail, List.of()))
                                        : stores.log()
                                                .find(account.id(), look.keys())
                                                .thenApply(found ->
                                                        new Input.Looked(look.id(), tail, found)));
        answer(account, look.id(), looked, Function.identity());
    }

    private static <T> void answer(
            CachedAccount account, long id, CompletionStage<T> stage, Function<T, Input> input) {
        stage.whenComplete((value, failure) ->
                account.input(
                        failure == null
                                ? input.apply(value)
                                : new Input.Failed(id, String.valueOf(failure))));
    }
}
