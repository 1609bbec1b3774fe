package posthorn.mailbox.warm;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.checkpoint.Ask;
import posthorn.mailbox.account.checkpoint.Chore;
import posthorn.mailbox.account.checkpoint.Manifest;
import posthorn.mailbox.account.checkpoint.Reply;

/** Does what chores ask for, on the store and on the accounts. */
final class ChoreRunner {

    private final Accounts accounts;
    private final Stores stores;
    private final Supplier<String> ids;
    private final Executor threads;

    /**
     * @param ids for the keys of empty entries
     * @param threads where chores think
     */
    ChoreRunner(Accounts accounts, Supplier<String> ids, Executor threads) {
        this.accounts = accounts;
        this.stores = accounts.stores();
        this.ids = ids;
        this.threads = threads;
    }

    /** Completes with how the chore ended; never fails but by a defect. */
    CompletionStage<Ask.Over> run(String account, Chore chore) {
        return CompletableFuture.supplyAsync(chore::start, threads)
                .thenCompose(ask -> follow(account, chore, ask));
    }

    private CompletionStage<Ask.Over> follow(String account, Chore chore, Ask ask) {
        if (ask instanceof Ask.Over over) {
            return CompletableFuture.completedStage(over);
        }
        return answer(account, ask)
                .exceptionally(failure -> new Reply.Failed(String.valueOf(failure)))
                .thenApplyAsync(chore::next, threads)
                .thenCompose(next -> follow(account, chore, next));
    }

    private CompletionStage<Reply> answer(String account, Ask ask) {
        return switch (ask) {
            case Ask.ReadManifest read ->
                    reply(
                            stores.manifests().read(account),
                            found ->
                                    new Reply.TheManifest(
                                            found.orElseGet(() -> Manifest.none(account))));
            case Ask.ReplaceManifest replace ->
                    reply(stores.manifests().replace(replace.successor()), Reply.Replaced::new);
            case Ask.CurrentState current ->
                    reply(accounts.current(account).subscribeAsCompletionStage(), Reply.State::new);
            case Ask.Advance advance -> advance(account, advance.n());
            case Ask.ReadEntries read ->
                    reply(
                            stores.log().read(account, read.from(), read.limit()),
                            Reply.Entries::new);
            case Ask.DeleteEntries delete ->
                    reply(stores.log().deleteThrough(account, delete.through()), ChoreRunner::ok);
            case Ask.ReadSegments read ->
                    reply(stores.segments().read(account, read.names()), Reply.Contents::new);
            case Ask.WriteSegments write ->
                    reply(stores.segments().write(account, write.contents()), ChoreRunner::ok);
            case Ask.ListSegments list ->
                    reply(
                            stores.segments().names(account, list.after(), list.limit()),
                            Reply.Names::new);
            case Ask.DeleteSegments delete ->
                    reply(stores.segments().delete(account, delete.names()), ChoreRunner::ok);
            case Ask.ListBodies list -> reply(bodies(account, list), Reply.Names::new);
            case Ask.DeleteBodies delete ->
                    reply(stores.bodies().delete(account, delete.names()), ChoreRunner::ok);
            case Ask.Over over -> throw new IllegalStateException("it is over");
        };
    }

    private CompletionStage<List<String>> bodies(String account, Ask.ListBodies list) {
        return stores.bodies()
                .names(account, list.from(), list.through(), list.after(), list.limit());
    }

    private CompletionStage<Reply> advance(String account, long n) {
        return accounts.current(account)
                .subscribeAsCompletionStage()
                .thenCompose(state ->
                        state.n() >= n
                                ? CompletableFuture.completedStage(new Reply.Ok())
                                : accounts.execute(account, new Command.Advance(ids.get()))
                                        .subscribeAsCompletionStage()
                                        .thenCompose(result -> advance(account, n)));
    }

    private static Reply ok(@Nullable Void nothing) {
        return new Reply.Ok();
    }

    private static <T> CompletionStage<Reply> reply(
            CompletionStage<T> stage, Function<T, Reply> reply) {
        return stage.thenApply(reply);
    }
}
