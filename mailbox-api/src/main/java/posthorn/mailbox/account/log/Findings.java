package posthorn.mailbox.account.log;

import java.util.List;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.log.Proposal.Phase;

/** What the answers of the store mean to an {@link Appender}. */
final class Findings {
    private final Course course;

    Findings(Course course) {
        this.course = course;
    }

    void loaded(@Nullable Task ended, Input.Loaded loaded) {
        if (ended instanceof Task.Loading loading) {
            course.raise(loaded.floor(), loading.since());
            if (course.log.load(loaded.state())) {
                course.out.add(new Effect.Restarted(loaded.state().n()));
            }
            course.proposer.see(loaded.state(), course.now);
        }
    }

    void segmentsLoaded(@Nullable Task ended, Input.SegmentsLoaded loaded) {
        if (!(ended instanceof Task.LoadingSegments loading)) {
            return;
        }
        if (loaded.segments().keySet().containsAll(loading.names())) {
            course.failures = 0;
            course.log.load(loaded.segments());
        } else {
            // Swept: the manifest names others by now.
            course.reload();
            course.unavailable("Segments are missing");
        }
    }

    void segmentWritten(long id) {
        if (course.proposal != null) {
            course.proposal.segmentWrites.remove(id);
        }
    }

    void inserted(@Nullable Task ended, InsertAnswer answer) {
        if (!(ended instanceof Task.Inserting insert) || course.proposal == null) {
            return;
        }
        switch (course.rules.judge(answer)) {
            case UNKNOWN -> course.proposal.phase = Phase.LOOK;
            case DEAD_BY_NUMBER, DEAD_BY_KEY -> {
                course.log.notice(course.proposal.entry.n());
                course.dies();
            }
            case TRUE -> {
                if (course.rules.wantsFloor(course.now - course.lastLook, course.settings)) {
                    course.begin(
                            new Task.CheckingInserted(course.out.id(), course.now, insert),
                            Effect.ReadFloor::new);
                } else {
                    course.lastLook = insert.since();
                    course.becomesTrue(course.proposal);
                }
            }
        }
    }

    void looked(@Nullable Task ended, Input.Looked looked) {
        if (!(ended instanceof Task.Looking look)) {
            return;
        }
        course.failures = 0;
        if (course.rules.wantsFloor(looked.tail(), looked.byKey())) {
            course.begin(
                    new Task.CheckingFound(
                            course.out.id(), course.now, look, looked.tail(), looked.byKey()),
                    Effect.ReadFloor::new);
        } else {
            found(look, looked.tail(), looked.byKey());
        }
    }

    void floorRead(@Nullable Task ended, Floor read) {
        switch (ended) {
            case Task.CheckingFound found -> {
                course.raise(read, found.since());
                found(found.look(), found.tail(), found.byKey());
            }
            case Task.CheckingInserted inserted -> {
                course.raise(read, inserted.since());
                standsOrNot(inserted.insert());
            }
            case Task.CheckingOld old -> course.raise(read, old.since());
            case null, default -> {}
        }
    }

    /** An insert succeeded long after the last look: it counts if its number is above the floor. */
    void standsOrNot(Task.Inserting insert) {
        if (course.proposal != null && course.proposal.entry.n() > course.floor.n()) {
            course.lastLook = insert.since();
            course.becomesTrue(course.proposal);
        } else if (course.proposal != null) {
            course.remove(course.proposal.entry, true);
        }
    }

    void removed(@Nullable Task ended) {
        if (ended instanceof Task.Removing removing && removing.thenLoad()) {
            course.reload();
        }
    }

    /**
     * What a look found, once the floor is known: the rules of the append, or an answer to those
     * who wait for it.
     */
    void found(Task.Looking look, List<Entry> tail, List<Entry> byKey) {
        var state = course.log.state();
        if (state == null) {
            return;
        }
        boolean missed = !tail.isEmpty() && tail.getFirst().n() > state.n() + 1;
        var stray = byKey.stream().filter(entry -> entry.n() <= course.floor.n()).findFirst();
        if (state.n() < course.floor.n() || missed) {
            course.reload();
        } else if (stray.isPresent()) {
            course.remove(stray.get(), false);
        } else if (course.proposal != null && course.proposal.phase == Phase.LOOK) {
            course.lastLook = look.since();
            judge(course.proposal, tail, byKey);
        } else {
            course.lastLook = look.since();
            learn(look, tail, byKey);
        }
    }

    void judge(Proposal open, List<Entry> tail, List<Entry> byKey) {
        switch (course.rules.judge(open.entry, tail, byKey)) {
            case TRUE -> {
                course.becomesTrue(open);
                course.log.follow(tail);
            }
            case DEAD_BY_NUMBER -> {
                course.dies();
                course.log.follow(tail);
            }
            case DEAD_BY_KEY -> {
                course.dies();
                byKey.forEach(course.callers::answer);
            }
            case UNKNOWN -> {
                open.entry = course.rules.again(open.entry);
                open.phase = Phase.INSERT;
                if (++open.attempts >= course.settings.failures()) {
                    course.giveUp("The store does not say what became of it");
                }
                course.sleep();
            }
        }
    }

    void learn(Task.Looking look, List<Entry> tail, List<Entry> byKey) {
        course.log.follow(tail);
        byKey.forEach(course.callers::answer);
        if (tail.isEmpty()) {
            course.log.nothingNew();
            look.doubts().forEach(course.callers::answer);
        }
        if (tail.size() >= course.settings.lookLimit()) {
            course.log.notice(tail.getLast().n() + 1);
        } else {
            course.callers.refreshed(look.refreshing());
        }
    }

    void failed(Input.Failed failed) {
        var pending = course.bodies.failed(failed.id());
        if (pending != null) {
            course.callers.drop(pending, failed.reason());
            if (course.proposal != null && course.proposal.phase == Phase.PREPARING) {
                course.proposal = null;
            }
        } else if (course.proposal != null && course.proposal.segmentWrites.contains(failed.id())) {
            course.proposal = null;
            course.unavailable(failed.reason());
        } else if (course.done(failed.id()) != null) {
            course.unavailable(failed.reason());
        }
    }
}
