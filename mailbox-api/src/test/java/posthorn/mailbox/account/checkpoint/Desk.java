package posthorn.mailbox.account.checkpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import posthorn.mailbox.account.AccountLimits;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Applied;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.Decision;
import posthorn.mailbox.account.DecisionContext;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.MaildropLock;
import posthorn.mailbox.account.QuotaLimits;
import posthorn.mailbox.account.Result;

/** An account whose segments lie in a map: what a command touches is loaded, and counted. */
final class Desk {
    private static final long DAY = 86_400_000;

    final Map<String, byte[]> segments = new HashMap<>();
    final Set<String> bodies = new HashSet<>();
    final List<Entry> log = new ArrayList<>();
    Manifest manifest = Manifest.none("a");
    AccountState state = AccountState.empty("a");
    int loads;
    long day = 100;
    private int ids;

    Desk() {
        run(new Command.CreateAccount("create", QuotaLimits.NONE));
    }

    String id() {
        return "i" + ++ids;
    }

    Result run(Command command) {
        while (true) {
            var context =
                    new DecisionContext(
                            id(), day * DAY, 0, MaildropLock.NONE, AccountLimits.DEFAULT);
            switch (state.decide(List.of(command), context)) {
                case Decision.Needs needs -> load(needs.segments());
                case Decision.Decided decided -> {
                    segments.putAll(decided.segments());
                    apply(decided.entry());
                    return decided.results().getFirst();
                }
            }
        }
    }

    private void apply(@org.jspecify.annotations.Nullable Entry entry) {
        while (entry != null) {
            switch (state.apply(entry)) {
                case Applied.Needs needs -> load(needs.segments());
                case Applied.Next next -> {
                    state = next.state();
                    log.add(entry);
                    return;
                }
            }
        }
    }

    void load(Set<String> names) {
        loads += names.size();
        state = state.load(contents(names));
    }

    private Map<String, byte[]> contents(Set<String> names) {
        var contents = new HashMap<String, byte[]>();
        for (var name : names) {
            var content = segments.get(name);
            if (content != null) {
                contents.put(name, content);
            }
        }
        return contents;
    }

    /** Reads the account anew: manifest, root, nothing else. */
    void reopen() {
        var root = segments.get(manifest.root());
        state = root == null ? AccountState.empty("a") : StateCodec.decode(root);
        for (var entry : List.copyOf(log)) {
            if (entry.n() > state.n()) {
                log.removeLast();
            }
        }
        loads = 0;
    }

    ChoreRequest.Over checkpoint() {
        return run(new Checkpointer("a", id(), Duration.ofDays(1)));
    }

    ChoreRequest.Over run(Chore chore) {
        var ask = chore.start();
        while (!(ask instanceof ChoreRequest.Over over)) {
            ask = chore.next(answer(ask));
        }
        if (over.done()) {
            state = over.layout().apply(state);
        }
        return over;
    }

    private ChoreReply answer(ChoreRequest ask) {
        return switch (ask) {
            case ChoreRequest.ReadManifest read -> new ChoreReply.TheManifest(manifest);
            case ChoreRequest.ReplaceManifest replace -> {
                boolean fits = manifest.revision() == replace.successor().revision() - 1;
                manifest = fits ? replace.successor() : manifest;
                yield new ChoreReply.Replaced(fits);
            }
            case ChoreRequest.CurrentState current -> new ChoreReply.State(state);
            case ChoreRequest.ReloadState reload -> new ChoreReply.State(state);
            case ChoreRequest.Advance advance -> {
                while (state.n() < advance.n()) {
                    run(new Command.Advance(id()));
                }
                yield new ChoreReply.Ok();
            }
            case ChoreRequest.ReadEntries read ->
                    new ChoreReply.Entries(
                            log.stream()
                                    .filter(entry -> entry.n() >= read.from())
                                    .limit(read.limit())
                                    .toList());
            case ChoreRequest.DeleteEntries delete -> {
                log.removeIf(entry -> entry.n() <= delete.through());
                yield new ChoreReply.Ok();
            }
            case ChoreRequest.ReadSegments read -> new ChoreReply.Contents(contents(read.names()));
            case ChoreRequest.WriteSegments write -> {
                segments.putAll(write.contents());
                yield new ChoreReply.Ok();
            }
            case ChoreRequest.ListSegments list ->
                    names(segments.keySet(), list.after(), list.limit());
            case ChoreRequest.ListBodies list -> names(bodies(list), list.after(), list.limit());
            case ChoreRequest.DeleteSegments delete -> deleted(delete.names());
            case ChoreRequest.DeleteBodies delete -> deleted(delete.names());
            case ChoreRequest.Over over -> throw new AssertionError("It is over");
        };
    }

    private Set<String> bodies(ChoreRequest.ListBodies list) {
        var some = new HashSet<>(bodies);
        some.removeIf(name -> n(name) < list.from() || n(name) > list.through());
        return some;
    }

    private ChoreReply deleted(List<String> names) {
        names.forEach(segments::remove);
        bodies.removeAll(Set.copyOf(names));
        return new ChoreReply.Ok();
    }

    private static long n(String body) {
        return posthorn.mailbox.account.BodyName.number(body);
    }

    private static ChoreReply names(Set<String> names, String after, int limit) {
        return new ChoreReply.Names(
                names.stream()
                        .filter(name -> name.compareTo(after) > 0)
                        .sorted()
                        .limit(limit)
                        .toList());
    }
}
