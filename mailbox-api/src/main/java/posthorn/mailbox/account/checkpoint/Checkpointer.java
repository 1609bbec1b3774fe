package posthorn.mailbox.account.checkpoint;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.AccountState;

/**
 * Writes a checkpoint: manifest, state, segments, manifest again. It says nothing new, so whoever
 * writes it, twice or late, does no harm.
 *
 * <p>The sweep number is read before anything is written and stands in the names of the segments; a
 * sweep that begins later raises it, and the manifest can no longer be replaced. Only segments that
 * the manifest names count as stored: this pod's state may name others that are swept by now.
 */
public final class Checkpointer implements Chore {
    private final String id;
    private final Duration keepEvery;
    private Manifest manifest;
    private @Nullable Set<String> stored;
    private @Nullable AccountState state;

    /** Segments that were asked for last. */
    private @Nullable Set<String> asked;

    /** The pod was asked for a state that does not name them. */
    private boolean reloaded;

    private CheckpointPlan.Planned.@Nullable Ready ready;

    /**
     * Checkpoint of one account.
     *
     * @param id never used before, in no pod; letters and digits
     * @param keepEvery how far apart the checkpoints are that stay for reading the past
     */
    public Checkpointer(String account, String id, Duration keepEvery) {
        this.id = id;
        this.keepEvery = keepEvery;
        manifest = Manifest.none(account);
    }

    @Override
    public ChoreRequest start() {
        return new ChoreRequest.ReadManifest();
    }

    @Override
    public ChoreRequest next(ChoreReply answer) {
        return switch (answer) {
            case ChoreReply.TheManifest read -> {
                manifest = read.manifest();
                yield manifest.exists()
                        ? new ChoreRequest.ReadSegments(Set.of(manifest.root()))
                        : stored(Set.of());
            }
            case ChoreReply.Contents contents -> contents(contents);
            case ChoreReply.State fresh -> {
                state = fresh.state();
                yield plan();
            }
            case ChoreReply.Ok written -> replace();
            case ChoreReply.Replaced replaced -> over(replaced.done());
            case ChoreReply.Failed failed -> ChoreRequest.Over.later(failed.reason());
            case ChoreReply.Entries entries -> throw new IllegalArgumentException("Not asked for");
            case ChoreReply.Names names -> throw new IllegalArgumentException("Not asked for");
        };
    }

    private ChoreRequest stored(Set<String> names) {
        stored = names;
        return new ChoreRequest.CurrentState();
    }

    private ChoreRequest contents(ChoreReply.Contents contents) {
        if (stored == null) {
            var root = contents.contents().get(manifest.root());
            return root == null
                    ? ChoreRequest.Over.later("The manifest was replaced meanwhile")
                    : stored(StateCodec.names(StateCodec.decode(root)));
        }
        if (state != null) {
            state = state.load(contents.contents());
        }
        return plan();
    }

    private ChoreRequest plan() {
        if (state == null || stored == null || state.n() <= manifest.n()) {
            return ChoreRequest.Over.done("Nothing is new");
        }
        return switch (CheckpointPlan.plan(state, stored, id, manifest.sweep())) {
            case CheckpointPlan.Planned.Needs needs -> load(needs.segments());
            case CheckpointPlan.Planned.Ready planned -> {
                ready = planned;
                yield new ChoreRequest.WriteSegments(planned.segments());
            }
        };
    }

    private ChoreRequest load(Set<String> names) {
        if (names.equals(asked)) {
            if (reloaded) {
                return ChoreRequest.Over.later("Segments of this pod's state were swept: " + names);
            }
            reloaded = true;
            return new ChoreRequest.ReloadState(names);
        }
        asked = names;
        return new ChoreRequest.ReadSegments(names);
    }

    private ChoreRequest replace() {
        if (ready == null || state == null) {
            throw new IllegalArgumentException("Nothing was written");
        }
        return new ChoreRequest.ReplaceManifest(
                manifest.checkpointed(
                        state.n(), state.head().at(), ready.root(), keepEvery.toMillis()));
    }

    private ChoreRequest over(boolean replaced) {
        if (ready == null || !replaced) {
            return ChoreRequest.Over.later("Somebody else replaced the manifest");
        }
        return new ChoreRequest.Over(true, ready.layout(), "Checkpoint " + ready.root());
    }
}
