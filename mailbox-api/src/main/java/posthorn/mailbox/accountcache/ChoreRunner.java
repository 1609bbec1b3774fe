package posthorn.mailbox.accountcache;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.checkpoint.Chore;
import posthorn.mailbox.account.checkpoint.ChoreReply;
import posthorn.mailbox.account.checkpoint.ChoreRequest;
import posthorn.mailbox.account.checkpoint.Manifest;

/** Does what chores ask for, on the store and on the accounts. */
final class ChoreRunner {

    private final AccountCache accounts;
    private final Stores stores;
    private final Supplier<String> ids;
    private final Executor threads;

    /**
     * @param ids for the keys of empty entries
     * @param threads where chores think
     */
    ChoreRunner(AccountCache accounts, Supplier<String> ids, Executor threads) {
        this.accounts = accounts;
        this.stores = accounts.stores();
        this.ids = ids;
        this.threads = threads;
    }

    /** Completes with how the chore ended; never fails but by a defect. */
    CompletionStage<ChoreRequest.Over> run(String account, Chore chore) {
        return CompletableFuture.supplyAsync(chore::start, threads)
                .thenCompose(first -> follow(account, chore, first));
    }

    private CompletionStage<ChoreRequest.Over> follow(
            String account, Chore chore, ChoreRequest ask) {
        if (ask instanceof ChoreRequest.Over over) {
            return CompletableFuture.completedStage(over);
        }
        return answer(account, ask)
                .exceptionally(failure -> new ChoreReply.Failed(String.valueOf(failure)))
                .thenApplyAsync(chore::next, threads)
                .thenCompose(next -> follow(account, chore, next));
    }

    private CompletionStage<ChoreReply> answer(String account, ChoreRequest ask) {
        return switch (ask) {
            case ChoreRequest.ReadManifest read ->
                    reply(
                            stores.manifests().read(account),
                            found ->
                                    new ChoreReply.TheManifest(
                                            found.orElseGet(() -> Manifest.none(account))));
            case ChoreRequest.ReplaceManifest replace ->
                    reply(
                            stores.manifests().replace(replace.successor()),
                            ChoreReply.Replaced::new);
            case ChoreRequest.CurrentState current -> state(accounts.current(account));
            case ChoreRequest.ReloadState reload ->
                    state(accounts.reload(account, reload.missing()));
            case ChoreRequest.Advance advance -> advance(account, advance.n());
            case ChoreRequest.ReadEntries read ->
                    reply(
                            stores.log().read(account, read.from(), read.limit()),
                            ChoreReply.Entries::new);
            case ChoreRequest.DeleteEntries delete ->
                    reply(stores.log().deleteThrough(account, delete.through()), ChoreRunner::ok);
            case ChoreRequest.ReadSegments read ->
                    reply(stores.segments().read(account, read.names()), ChoreReply.Contents::new);
            case ChoreRequest.WriteSegments write ->
                    reply(stores.segments().write(account, write.contents()), ChoreRunner::ok);
            case ChoreRequest.ListSegments list ->
                    reply(
                            stores.segments().names(account, list.after(), list.limit()),
                            ChoreReply.Names::new);
            case ChoreRequest.DeleteSegments delete ->
                    reply(stores.segments().delete(account, delete.names()), ChoreRunner::ok);
            case ChoreRequest.ListBodies list ->
                    reply(bodies(account, list), ChoreReply.Names::new);
            case ChoreRequest.DeleteBodies delete ->
                    reply(stores.bodies().delete(account, delete.names()), ChoreRunner::ok);
            case ChoreRequest.Over over -> throw new IllegalStateException("it is over");
        };
    }

    private static CompletionStage<ChoreReply> state(Uni<AccountState> state) {
        return reply(state.subscribeAsCompletionStage(), ChoreReply.State::new);
    }

    private CompletionStage<List<String>> bodies(String account, ChoreRequest.ListBodies list) {
        return stores.bodies()
                .names(account, list.from(), list.through(), list.after(), list.limit());
    }

    private CompletionStage<ChoreReply> advance(String account, long n) {
        return accounts.current(account)
                .subscribeAsCompletionStage()
                .thenCompose(state ->
                        state.n() >= n
                                ? CompletableFuture.completedStage(new ChoreReply.Ok())
                                : accounts.execute(account, new Command.Advance(ids.get()))
                                        .subscribeAsCompletionStage()
                                        .thenCompose(result -> advance(account, n)));
    }

    private static ChoreReply ok(@Nullable Void nothing) {
        return new ChoreReply.Ok();
    }

    private static <T> CompletionStage<ChoreReply> reply(
            CompletionStage<T> stage, Function<T, ChoreReply> reply) {
        return stage.thenApply(reply);
    }
}
