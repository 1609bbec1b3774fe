package posthorn.mailbox.grpc;

import io.smallrye.mutiny.Multi;
import posthorn.mailbox.accountcache.Watches;
import posthorn.mailbox.tracing.EntryTraces;
import posthorn.mailbox.wire.Entries;
import posthorn.protocol.wire.WatchAnswer;

/** Watches as other services want to see them. */
public final class WatchStream {

    private final Watches watches;
    private final EntryTraces traces;

    /**
     * View of these watches.
     *
     * @param traces says which entries are part of a trace
     */
    public WatchStream(Watches watches, EntryTraces traces) {
        this.watches = watches;
        this.traces = traces;
    }

    Multi<WatchAnswer> watch(String account, long after) {
        return watches.watch(account, after).map(this::answer);
    }

    private WatchAnswer answer(Watches.Event event) {
        return switch (event) {
            case Watches.Event.Head(long n) -> WatchAnswer.newBuilder().setHead(n).build();
            case Watches.Event.Next(var entry) ->
                    WatchAnswer.newBuilder()
                            .setEntry(Entries.encode(entry))
                            .setTraceparent(traces.of(entry).traceparent())
                            .build();
            case Watches.Event.Resume() -> WatchAnswer.newBuilder().setResume(true).build();
        };
    }
}
