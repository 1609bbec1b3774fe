package posthorn.mailbox.account.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.BodyName;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.account.checkpoint.Chore;
import posthorn.mailbox.account.checkpoint.ChoreReply;
import posthorn.mailbox.account.checkpoint.ChoreRequest;

/** One chore that a pod does for an account, step by step. */
final class ChoreRun {
    private final World world;
    private final Pod pod;
    private final String account;
    private final Chore chore;
    private final Runnable over;

    ChoreRun(World world, Pod pod, String account, Chore chore, Runnable over) {
        this.world = world;
        this.pod = pod;
        this.account = account;
        this.chore = chore;
        this.over = over;
    }

    void start() {
        run(chore.start());
    }

    private void reply(ChoreReply answer) {
        run(chore.next(answer));
    }

    private void ok() {
        reply(new ChoreReply.Ok());
    }

    private void fail() {
        reply(new ChoreReply.Failed("No answer"));
    }

    private void run(ChoreRequest ask) {
        switch (ask) {
            case ChoreRequest.ReadManifest read ->
                    pod.wire()
                            .readManifest(
                                    account,
                                    found -> reply(new ChoreReply.TheManifest(found)),
                                    this::fail);
            case ChoreRequest.ReplaceManifest replace -> replace(replace);
            case ChoreRequest.CurrentState current -> pod.refresh(account, new Current());
            case ChoreRequest.Advance advance -> advance(advance.n());
            case ChoreRequest.ReadEntries read -> read(read);
            case ChoreRequest.DeleteEntries delete -> delete(doomed(delete.through()), this::ok);
            case ChoreRequest.ReadSegments read ->
                    pod.wire()
                            .readSegments(
                                    account,
                                    read.names(),
                                    contents -> reply(new ChoreReply.Contents(contents)),
                                    this::fail);
            case ChoreRequest.WriteSegments write ->
                    pod.wire().writeSegments(account, write.contents(), this::ok, this::fail);
            case ChoreRequest.ListSegments list ->
                    names(shelf().segments, list.after(), list.limit(), any -> true);
            case ChoreRequest.DeleteSegments delete -> drop(shelf().segments, delete.names());
            case ChoreRequest.ListBodies list ->
                    names(shelf().bodies, list.after(), list.limit(), n -> isWanted(list, n));
            case ChoreRequest.DeleteBodies delete -> drop(shelf().bodies, bodies(delete));
            case ChoreRequest.Over end -> end(end);
        }
    }

    private StoredAccount shelf() {
        return world.store().shelf(account);
    }

    private void read(ChoreRequest.ReadEntries read) {
        pod.wire()
                .readEntries(
                        account,
                        read.from(),
                        read.limit(),
                        entries -> reply(new ChoreReply.Entries(entries)),
                        this::fail);
    }

    private <V> void names(
            Versions<String, V> from, String after, int limit, Predicate<String> wanted) {
        pod.wire()
                .names(
                        from,
                        after,
                        limit,
                        wanted,
                        names -> reply(new ChoreReply.Names(names)),
                        this::fail);
    }

    private <V> void drop(Versions<String, V> from, List<String> names) {
        pod.wire().drop(account, from, names, this::ok, this::fail);
    }

    private void end(ChoreRequest.Over end) {
        if (end.done()) {
            pod.adopt(account, end.layout());
        }
        over.run();
    }

    private boolean isWanted(ChoreRequest.ListBodies list, String name) {
        long n = BodyName.number(name);
        boolean ahead = world.broken() == Broken.SWEEP_AHEAD_OF_LOG && n > list.through();
        return ahead || (n >= list.from() && n <= list.through());
    }

    private List<String> bodies(ChoreRequest.DeleteBodies delete) {
        if (world.broken() != Broken.SWEEP_IGNORES_N) {
            return delete.names();
        }
        var all = new ArrayList<String>();
        for (var name : delete.names()) {
            var id = name.substring(0, name.indexOf('.') + 1);
            world.store()
                    .shelf(account)
                    .bodies
                    .from(
                            id,
                            Long.MAX_VALUE,
                            (same, value) -> {
                                if (same.startsWith(id)) {
                                    all.add(same);
                                }
                            },
                            4);
        }
        return all;
    }

    private void replace(ChoreRequest.ReplaceManifest replace) {
        var next = replace.successor();
        Runnable really =
                () ->
                        pod.wire()
                                .replaceManifest(
                                        next,
                                        done -> reply(new ChoreReply.Replaced(done)),
                                        () -> reply(new ChoreReply.Replaced(false)));
        boolean raises = next.floor().n() > world.truth().floor(account).n();
        if (world.broken() == Broken.DELETED_BEFORE_FLOOR && raises) {
            delete(doomed(next.floor().n()), really);
        } else {
            really.run();
        }
    }

    /** Numbers to delete, in order. */
    private Deque<Long> doomed(long through) {
        var doomed = new ArrayDeque<Long>();
        boolean newestFirst = world.broken() == Broken.NEWEST_DELETED_FIRST;
        world.store()
                .shelf(account)
                .log
                .from(
                        0L,
                        Long.MAX_VALUE,
                        (n, entry) -> {
                            if (newestFirst) {
                                doomed.addFirst(n);
                            } else if (n <= through) {
                                doomed.addLast(n);
                            }
                        },
                        Integer.MAX_VALUE);
        return doomed;
    }

    private void delete(Deque<Long> doomed, Runnable then) {
        var n = doomed.poll();
        if (n == null) {
            then.run();
        } else {
            pod.wire().deleteEntry(account, n, () -> delete(doomed, then), this::fail);
        }
    }

    private void advance(long n) {
        pod.submit(
                account,
                new Command.Advance("a" + world.time().id()),
                new Pod.Caller() {
                    @Override
                    public void answered(Result result) {
                        if (result.n() > 0 && result.n() < n) {
                            advance(n);
                        } else {
                            ok();
                        }
                    }

                    @Override
                    public void unavailable() {
                        fail();
                    }
                });
    }

    /** Waits for a fresh state. */
    private final class Current implements Pod.Caller {
        @Override
        public void answered(Result result) {
            throw new Violation("A result that nobody asked for");
        }

        @Override
        public void unavailable() {
            fail();
        }

        @Override
        public void current(AccountState state) {
            reply(new ChoreReply.State(state));
        }
    }
}
