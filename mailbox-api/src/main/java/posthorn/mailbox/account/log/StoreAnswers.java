package posthorn.mailbox.account.log;

import java.util.List;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.log.Proposal.Phase;

/** What the answers of the store mean to an {@link Appender}. */
final class StoreAnswers {
    private final AppendState append;

    StoreAnswers(AppendState append) {
        this.append = append;
    }

    void loaded(@Nullable Task ended, Input.Loaded loaded) {
        if (ended instanceof Task.Loading loading) {
            append.raise(loaded.floor(), loading.since());
            if (append.log.load(loaded.state())) {
                append.out.add(new Effect.Restarted(loaded.state().n()));
            }
            append.proposer.see(loaded.state(), append.now);
        }
    }

    void segmentsLoaded(@Nullable Task ended, Input.SegmentsLoaded loaded) {
        if (!(ended instanceof Task.LoadingSegments loading)) {
            return;
        }
        if (loaded.segments().keySet().containsAll(loading.names())) {
            append.failures = 0;
            append.log.load(loaded.segments());
        } else {
            // Swept: the manifest names others by now.
            append.reload();
            append.unavailable("Segments are missing");
        }
    }

    void segmentWritten(long id) {
        if (append.proposal != null) {
            append.proposal.segmentWrites.remove(id);
        }
    }

    void inserted(@Nullable Task ended, InsertAnswer answer) {
        if (!(ended instanceof Task.Inserting insert) || append.proposal == null) {
            return;
        }
        switch (append.rules.judge(answer)) {
            case UNKNOWN -> append.proposal.phase = Phase.LOOK;
            case DEAD_BY_NUMBER, DEAD_BY_KEY -> {
                append.log.notice(append.proposal.entry.n());
                append.dies();
            }
            case TRUE -> {
                if (append.rules.wantsFloor(append.now - append.lastLook, append.settings)) {
                    append.begin(
                            new Task.CheckingInserted(append.out.id(), append.now, insert),
                            Effect.ReadFloor::new);
                } else {
                    append.lastLook = insert.since();
                    append.becomesTrue(append.proposal);
                }
            }
        }
    }

    void looked(@Nullable Task ended, Input.Looked looked) {
        if (!(ended instanceof Task.Looking look)) {
            return;
        }
        append.failures = 0;
        if (append.rules.wantsFloor(looked.tail(), looked.byKey())) {
            append.begin(
                    new Task.CheckingFound(
                            append.out.id(), append.now, look, looked.tail(), looked.byKey()),
                    Effect.ReadFloor::new);
        } else {
            found(look, looked.tail(), looked.byKey());
        }
    }

    void floorRead(@Nullable Task ended, Floor read) {
        switch (ended) {
            case Task.CheckingFound found -> {
                append.raise(read, found.since());
                found(found.look(), found.tail(), found.byKey());
            }
            case Task.CheckingInserted inserted -> {
                append.raise(read, inserted.since());
                standsOrNot(inserted.insert());
            }
            case Task.CheckingOld old -> append.raise(read, old.since());
            case null, default -> {}
        }
    }

    /** An insert succeeded long after the last look: it counts if its number is above the floor. */
    void standsOrNot(Task.Inserting insert) {
        if (append.proposal != null && append.proposal.entry.n() > append.floor.n()) {
            append.lastLook = insert.since();
            append.becomesTrue(append.proposal);
        } else if (append.proposal != null) {
            append.remove(append.proposal.entry, true);
        }
    }

    void removed(@Nullable Task ended) {
        if (ended instanceof Task.Removing removing && removing.thenLoad()) {
            append.reload();
        }
    }

    /**
     * What a look found, once the floor is known: the rules of the append, or an answer to those
     * who wait for it.
     */
    void found(Task.Looking look, List<Entry> tail, List<Entry> byKey) {
        var state = append.log.state();
        if (state == null) {
            return;
        }
        boolean missed = !tail.isEmpty() && tail.getFirst().n() > state.n() + 1;
        var stray = byKey.stream().filter(entry -> entry.n() <= append.floor.n()).findFirst();
        if (state.n() < append.floor.n() || missed) {
            append.reload();
        } else if (stray.isPresent()) {
            append.remove(stray.get(), false);
        } else if (append.proposal != null && append.proposal.phase == Phase.LOOK) {
            append.lastLook = look.since();
            judge(append.proposal, tail, byKey);
        } else {
            append.lastLook = look.since();
            learn(look, tail, byKey);
        }
    }

    void judge(Proposal open, List<Entry> tail, List<Entry> byKey) {
        switch (append.rules.judge(open.entry, tail, byKey)) {
            case TRUE -> {
                append.becomesTrue(open);
                append.log.follow(tail);
            }
            case DEAD_BY_NUMBER -> {
                append.dies();
                append.log.follow(tail);
            }
            case DEAD_BY_KEY -> {
                append.dies();
                byKey.forEach(append.callers::answer);
            }
            case UNKNOWN -> {
                open.entry = append.rules.again(open.entry);
                open.phase = Phase.INSERT;
                if (++open.attempts >= append.settings.failures()) {
                    append.giveUp("The store does not say what became of it");
                }
                append.sleep();
            }
        }
    }

    void learn(Task.Looking look, List<Entry> tail, List<Entry> byKey) {
        look.sought().forEach(pending -> pending.sought = look.since());
        append.log.follow(tail);
        byKey.forEach(append.callers::answer);
        if (tail.isEmpty()) {
            append.log.nothingNew();
            look.unconfirmed().forEach(append.callers::answer);
        }
        if (tail.size() >= append.settings.lookLimit()) {
            append.log.notice(tail.getLast().n() + 1);
        } else {
            append.callers.refreshed(look.refreshing());
        }
    }

    void failed(Input.Failed failed) {
        var pending = append.bodies.failed(failed.id());
        if (pending != null) {
            append.callers.drop(pending, failed.reason());
            if (append.proposal != null && append.proposal.phase == Phase.PREPARING) {
                append.proposal = null;
            }
        } else if (append.proposal != null && append.proposal.segmentWrites.contains(failed.id())) {
            append.proposal = null;
            append.unavailable(failed.reason());
        } else if (append.done(failed.id()) != null) {
            append.unavailable(failed.reason());
        }
    }
}
