package posthorn.mailbox.account.log;

import java.util.List;
import java.util.Map;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.log.Proposal.Phase;
import posthorn.mailbox.account.log.Proposer.Proposed;

/** What an {@link Appender} does when it waits for nothing: the most urgent thing there is. */
final class NextStep {
    private final AppendState append;

    NextStep(AppendState append) {
        this.append = append;
    }

    void run() {
        boolean goesOn = true;
        while (append.task == null && goesOn) {
            var state = append.log.state();
            if (state == null) {
                goesOn = append.log.isKept() || !append.callers.isEmpty();
                if (goesOn) {
                    append.begin(new Task.Loading(append.out.id(), append.now), Effect.Load::new);
                }
            } else if (!append.log.isCurrent()) {
                apply(state);
            } else if (append.proposal != null) {
                goesOn = goOn(append.proposal, state);
            } else if (append.stale) {
                append.reload();
            } else if (append.callers.refreshing() > 0 || append.log.isBehind()) {
                append.look(state, List.of(), Map.of());
            } else if (append.callers.hasCommands() && append.log.stuck().isEmpty()) {
                decide(state);
            } else {
                goesOn = false;
            }
        }
        finish();
    }

    private void finish() {
        var state = append.log.state();
        if (state != null && append.log.isCurrent()) {
            append.callers.current(state);
        }
        if (!append.log.stuck().isEmpty()) {
            append.giveUp(append.log.stuck());
        }
    }

    private void decide(AccountState from) {
        var batch = append.callers.batch(append.now);
        if (batch.isEmpty()) {
            return;
        }
        var unsought = append.proposer.unsought(batch, append.now, append.at);
        if (!unsought.isEmpty()) {
            append.seek(from, unsought);
            return;
        }
        if (append.proposer.wantsFloor(batch, append.floorRead, append.now, append.at)) {
            append.begin(new Task.CheckingOld(append.out.id(), append.now), Effect.ReadFloor::new);
            return;
        }
        switch (append.proposer.propose(from, batch, append.floor, append.now, append.at)) {
            case Proposed.Needs needs -> append.loadSegments(needs.segments());
            case Proposed.Ready ready -> prepare(ready.proposal());
            case Proposed.Unconfirmed unconfirmed -> {
                var keys = unconfirmed.results().keySet().stream().map(p -> p.command.key());
                append.look(
                        from, keys.filter(key -> !key.isEmpty()).toList(), unconfirmed.results());
            }
            case Proposed.Defect defect ->
                    defect.batch()
                            .forEach(pending -> append.callers.drop(pending, defect.reason()));
        }
    }

    private void prepare(Proposal made) {
        append.proposal = made;
        made.segments.forEach((name, content) -> {
            long id = append.out.id();
            made.segmentWrites.add(id);
            append.out.add(new Effect.WriteSegment(id, name, content));
        });
    }

    /** Next step of the proposal; false: it waits for what is being stored. */
    private boolean goOn(Proposal open, AccountState from) {
        switch (open.phase) {
            case PREPARING -> {
                long n = open.entry.n();
                open.adding.forEach(pending -> append.bodies.begin(pending, n));
                if (!open.segmentWrites.isEmpty()
                        || !open.adding.stream().allMatch(p -> append.bodies.isStored(p, n))) {
                    return false;
                }
                if (append.now - open.since > append.settings.floorAfter().toNanos()) {
                    // What it was decided on may have changed, with nothing to show for it.
                    append.proposal = null;
                    return true;
                }
                open.phase = Phase.INSERT;
            }
            case INSERT -> {
                open.phase = Phase.LOOK;
                append.begin(
                        new Task.Inserting(append.out.id(), append.now),
                        id -> new Effect.Insert(id, open.entry));
            }
            case LOOK -> append.look(from, open.entry.keys(), Map.of());
        }
        return true;
    }

    private void apply(AccountState state) {
        switch (append.log.apply(state)) {
            case LogView.Step.Done done -> applied(done);
            case LogView.Step.Needs needs -> append.loadSegments(needs.segments());
            case LogView.Step.Gap gap -> append.reload();
            case LogView.Step.Stuck stuck ->
                    append.out.add(new Effect.Stuck(stuck.n(), stuck.reason()));
        }
    }

    private void applied(LogView.Step.Done done) {
        var state = append.log.state();
        if (state != null) {
            append.proposer.see(state, append.now);
        }
        append.callers.learn(done.entry());
        if (done.publish()) {
            boolean own = done.entry().proposal().equals(append.ownProposal);
            append.out.add(new Effect.Publish(done.entry(), own));
        }
    }
}
