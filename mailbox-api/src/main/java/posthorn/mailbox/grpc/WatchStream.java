package posthorn.mailbox.grpc;

import io.smallrye.mutiny.Multi;
import posthorn.mailbox.accountcache.Watches;
import posthorn.mailbox.wire.Entries;
import posthorn.protocol.wire.WatchAnswer;

/** Watches as other services want to see them. */
public final class WatchStream {

    private final Watches watches;

    /** View of these watches. */
    public WatchStream(Watches watches) {
        this.watches = watches;
    }

    Multi<WatchAnswer> watch(String account, long after) {
        return watches.watch(account, after).map(WatchStream::answer);
    }

    private static WatchAnswer answer(Watches.Event event) {
        return switch (event) {
            case Watches.Event.Head(long n) -> WatchAnswer.newBuilder().setHead(n).build();
            case Watches.Event.Next(var entry) ->
                    WatchAnswer.newBuilder().setEntry(Entries.encode(entry)).build();
            case Watches.Event.Resume() -> WatchAnswer.newBuilder().setResume(true).build();
        };
    }
}
