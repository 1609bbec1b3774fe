package posthorn.mailbox.account.log;

import java.util.List;
import java.util.Map;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.log.Proposal.Phase;
import posthorn.mailbox.account.log.Proposer.Proposed;

/** What an {@link Appender} does when it waits for nothing: the most urgent thing there is. */
final class NextStep {
    private final Course course;

    NextStep(Course course) {
        this.course = course;
    }

    void run() {
        boolean goesOn = true;
        while (course.task == null && goesOn) {
            var state = course.log.state();
            if (state == null) {
                goesOn = course.log.isKept() || !course.callers.isEmpty();
                if (goesOn) {
                    course.begin(new Task.Loading(course.out.id(), course.now), Effect.Load::new);
                }
            } else if (!course.log.isCurrent()) {
                apply(state);
            } else if (course.proposal != null) {
                goesOn = goOn(course.proposal, state);
            } else if (course.stale) {
                course.reload();
            } else if (course.callers.refreshing() > 0 || course.log.isBehind()) {
                course.look(state, List.of(), Map.of());
            } else if (course.callers.hasCommands() && course.log.stuck().isEmpty()) {
                decide(state);
            } else {
                goesOn = false;
            }
        }
        finish();
    }

    private void finish() {
        var state = course.log.state();
        if (state != null && course.log.isCurrent()) {
            course.callers.current(state);
        }
        if (!course.log.stuck().isEmpty()) {
            course.giveUp(course.log.stuck());
        }
    }

    private void decide(AccountState from) {
        var batch = course.callers.batch(course.now);
        if (batch.isEmpty()) {
            return;
        }
        if (course.proposer.wantsFloor(batch, course.floorRead, course.now, course.at)) {
            course.begin(new Task.CheckingOld(course.out.id(), course.now), Effect.ReadFloor::new);
            return;
        }
        switch (course.proposer.propose(from, batch, course.floor, course.now, course.at)) {
            case Proposed.Needs needs -> course.loadSegments(needs.segments());
            case Proposed.Ready ready -> prepare(ready.proposal());
            case Proposed.Doubts doubts -> {
                var keys = doubts.results().keySet().stream().map(p -> p.command.key());
                course.look(from, keys.filter(key -> !key.isEmpty()).toList(), doubts.results());
            }
            case Proposed.Defect defect ->
                    defect.batch()
                            .forEach(pending -> course.callers.drop(pending, defect.reason()));
        }
    }

    private void prepare(Proposal made) {
        course.proposal = made;
        made.segments.forEach((name, content) -> {
            long id = course.out.id();
            made.segmentWrites.add(id);
            course.out.add(new Effect.WriteSegment(id, name, content));
        });
    }

    /** Next step of the proposal; false: it waits for what is being stored. */
    private boolean goOn(Proposal open, AccountState from) {
        switch (open.phase) {
            case PREPARING -> {
                long n = open.entry.n();
                open.adding.forEach(pending -> course.bodies.begin(pending, n));
                if (!open.segmentWrites.isEmpty()
                        || !open.adding.stream().allMatch(p -> course.bodies.isStored(p, n))) {
                    return false;
                }
                if (course.now - open.since > course.settings.floorAfter().toNanos()) {
                    // What it was decided on may have changed, with nothing to show for it.
                    course.proposal = null;
                    return true;
                }
                open.phase = Phase.INSERT;
            }
            case INSERT -> {
                open.phase = Phase.LOOK;
                course.begin(
                        new Task.Inserting(course.out.id(), course.now),
                        id -> new Effect.Insert(id, open.entry));
            }
            case LOOK -> course.look(from, open.entry.keys(), Map.of());
        }
        return true;
    }

    private void apply(AccountState state) {
        switch (course.log.apply(state)) {
            case LogView.Step.Done done -> applied(done);
            case LogView.Step.Needs needs -> course.loadSegments(needs.segments());
            case LogView.Step.Gap gap -> course.reload();
            case LogView.Step.Stuck stuck ->
                    course.out.add(new Effect.Stuck(stuck.n(), stuck.reason()));
        }
    }

    private void applied(LogView.Step.Done done) {
        var state = course.log.state();
        if (state != null) {
            course.proposer.see(state, course.now);
        }
        course.callers.learn(done.entry());
        if (done.publish()) {
            boolean own = done.entry().proposal().equals(course.ownProposal);
            course.out.add(new Effect.Publish(done.entry(), own));
        }
    }
}
