package posthorn.mailbox.intake;

import io.smallrye.mutiny.Uni;

/**
 * What one call has begun and not ended. It goes on when the caller leaves, since what it holds is
 * held until it ends. For one caller at a time.
 */
final class WorkInHand {

    private volatile Uni<?> last = Uni.createFrom().voidItem();

    /** The work, once for whoever subscribes, and not cancelled with them. */
    <T> Uni<T> begin(Uni<T> work) {
        Uni<T> kept = work.memoize().indefinitely();
        last = kept;
        return kept;
    }

    /** Runs {@code end} when what was begun last has ended, however it ends. */
    void whenOver(Runnable end) {
        last.subscribe().with(done -> end.run(), failure -> end.run());
    }
}
