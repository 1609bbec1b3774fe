package posthorn.mailbox.account.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.account.log.Proposal.Phase;
import posthorn.mailbox.account.log.Proposer.Proposed;

/**
 * What one pod does for one account: it keeps the account's state, turns waiting commands into
 * entries, and brings them into the log by the rules of {@link AppendRules}, one proposal at a
 * time.
 *
 * <p>A step machine without I/O, threads or clock: {@link #step} takes one input and gives back
 * what is to be done. Inputs of one account come one after another; effects may run at once and in
 * any order. Every effect with an id is answered once, in bounded time, by its answer or by {@link
 * Input.Failed} ({@link InsertAnswer#NO_ANSWER} for an insert).
 *
 * <p>What it waits for is one {@link Task}; bodies and segments are written beside it. When no task
 * is open it does the most urgent of: load the state; apply what a look found; go on with the
 * proposal; look, because somebody asked or something was noticed; decide what waits.
 */
public final class Appender {
    private final AppendSettings settings;
    private final AppendRules rules;
    private final Proposer proposer;
    private final Waiting waiting = new Waiting();
    private final LogView log = new LogView();
    private final BodyWrites bodies;
    private final Recent recent;

    /**
     * Tickets that want a state as new as the store's, and those that get it once all is applied.
     */
    private final List<Long> refreshing = new ArrayList<>();

    private final List<Long> refreshed = new ArrayList<>();

    private List<Effect> effects = new ArrayList<>();
    private @Nullable Proposal proposal;
    private @Nullable Task task;
    private Floor floor = Floor.NONE;
    private long now;
    private long at;
    private long lastId;

    /** When the last look or successful insert was sent. */
    private long lastLook;

    /** When the floor was last read; null: never. */
    private @Nullable Long floorRead;

    private String ownProposal = "";

    /** The state names segments that are gone. */
    private boolean stale;

    /** Failed reads in a row. */
    private int failures;

    /**
     * Appender that has loaded nothing yet.
     *
     * @param ids new ids for proposals: never the same twice, in no pod
     * @param codec an entry as others will read it: what comes out is applied and inserted
     */
    public Appender(AppendSettings settings, Supplier<String> ids, UnaryOperator<Entry> codec) {
        this(settings, ids, codec, new AppendRules());
    }

    Appender(
            AppendSettings settings,
            Supplier<String> ids,
            UnaryOperator<Entry> codec,
            AppendRules rules) {
        this.settings = settings;
        this.rules = rules;
        proposer = new Proposer(settings, ids, codec);
        bodies = new BodyWrites(rules);
        recent = new Recent(settings.recent());
    }

    /** State as this pod knows it, perhaps behind the store; null: nothing was loaded yet. */
    public @Nullable AccountState state() {
        return log.state();
    }

    /** Whether nothing is under way and nobody waits: it can be put away. */
    public boolean isIdle() {
        return task == null && proposal == null && waiting.isEmpty() && refreshing.isEmpty();
    }

    /**
     * Takes one input.
     *
     * @param nanos monotonic clock of this pod
     * @param millis time of day, milliseconds since 1970
     * @return what is to be done now, in any order
     */
    public List<Effect> step(Input input, long nanos, long millis) {
        now = nanos;
        at = millis;
        effects = new ArrayList<>();
        take(input);
        run();
        return effects;
    }

    private void take(Input input) {
        switch (input) {
            case Input.Arrived arrived -> arrived(arrived);
            case Input.Refresh refresh -> refreshing.add(refresh.ticket());
            case Input.Noticed notice -> log.notice(notice.n());
            case Input.Adopt adopt -> adopt(adopt);
            case Input.Stale gone -> stale = true;
            case Input.BodyWritten written -> bodies.written(written.id());
            case Input.SegmentWritten written -> segmentWritten(written.id());
            case Input.Failed failed -> failed(failed);
            case Input.Loaded loaded -> loaded(done(loaded.id()), loaded);
            case Input.SegmentsLoaded loaded -> segmentsLoaded(done(loaded.id()), loaded);
            case Input.Inserted inserted -> inserted(done(inserted.id()), inserted.answer());
            case Input.Looked looked -> looked(done(looked.id()), looked);
            case Input.FloorRead read -> floorRead(done(read.id()), read.floor());
            case Input.Removed removed -> removed(done(removed.id()));
            case Input.Woken woken -> done(woken.id());
        }
    }

    /** Ends the open task if it has this id; null: the answer comes too late to matter. */
    private @Nullable Task done(long id) {
        var open = task;
        if (open == null || open.id() != id) {
            return null;
        }
        task = null;
        return open;
    }

    private void run() {
        boolean goesOn = true;
        while (task == null && goesOn) {
            var state = log.state();
            if (state == null) {
                goesOn = log.isKept() || !waiting.isEmpty() || !refreshing.isEmpty();
                if (goesOn) {
                    begin(new Task.Loading(++lastId, now), Effect.Load::new);
                }
            } else if (!log.isCurrent()) {
                apply(state);
            } else if (proposal != null) {
                goesOn = goOn(proposal, state);
            } else if (stale) {
                reload();
            } else if (!refreshing.isEmpty() || log.isBehind()) {
                look(state, List.of(), Map.of());
            } else if (!waiting.isEmpty() && log.stuck().isEmpty()) {
                decide(state);
            } else {
                goesOn = false;
            }
        }
        finish();
    }

    private void finish() {
        var state = log.state();
        if (state != null && log.isCurrent()) {
            refreshed.forEach(ticket -> effects.add(new Effect.Current(ticket, state)));
            refreshed.clear();
        }
        if (!log.stuck().isEmpty()) {
            giveUp(log.stuck());
        }
    }

    private void begin(Task opened, LongFunction<Effect> effect) {
        task = opened;
        effects.add(effect.apply(opened.id()));
    }

    private void sleep() {
        begin(new Task.Sleeping(++lastId), id -> new Effect.Wake(id, settings.again().toNanos()));
    }

    private void arrived(Input.Arrived arrived) {
        var command = arrived.command();
        var same = waiting.get(command.key());
        var known = recent.get(command.key(), floor);
        if (same != null) {
            same.tickets.add(arrived.ticket());
        } else if (known != null) {
            effects.add(new Effect.Answer(arrived.ticket(), known));
        } else if (waiting.size() >= settings.waiting()) {
            effects.add(new Effect.Unavailable(arrived.ticket(), "Too many commands wait"));
        } else {
            var pending = waiting.add(command, arrived.ticket(), now);
            var state = log.state();
            if (state != null && task != null) {
                // A guess: if the number comes out differently, the body is written again.
                long n = state.n() + (proposal == null ? 1 : 2);
                bodies.begin(pending, n, ++lastId, effects);
            }
        }
    }

    private void adopt(Input.Adopt adopt) {
        var state = log.state();
        if (state != null) {
            log.replace(adopt.layout().apply(state));
        }
    }

    private void decide(AccountState from) {
        waiting.before(now - settings.patience().toNanos())
                .forEach(pending -> drop(pending, "It has waited for too long"));
        if (waiting.isEmpty()) {
            return;
        }
        var batch = waiting.batch(settings);
        if (proposer.wantsFloor(batch, floorRead, now, at)) {
            begin(new Task.CheckingOld(++lastId, now), Effect.ReadFloor::new);
            return;
        }
        switch (proposer.propose(from, batch, floor, now, at)) {
            case Proposed.Needs needs -> loadSegments(needs.segments());
            case Proposed.Ready ready -> prepare(ready.proposal());
            case Proposed.Doubts doubts -> {
                var keys = doubts.results().keySet().stream().map(p -> p.command.key());
                look(from, keys.filter(key -> !key.isEmpty()).toList(), doubts.results());
            }
            case Proposed.Defect defect ->
                    defect.batch().forEach(pending -> drop(pending, defect.reason()));
        }
    }

    private void prepare(Proposal made) {
        proposal = made;
        made.segments.forEach((name, content) -> {
            made.segmentWrites.add(++lastId);
            effects.add(new Effect.WriteSegment(lastId, name, content));
        });
    }

    /** Next step of the proposal; false: it waits for what is being stored. */
    private boolean goOn(Proposal open, AccountState from) {
        switch (open.phase) {
            case PREPARING -> {
                long n = open.entry.n();
                open.adding.forEach(pending -> bodies.begin(pending, n, ++lastId, effects));
                if (!open.segmentWrites.isEmpty()
                        || !open.adding.stream().allMatch(p -> bodies.isStored(p, n))) {
                    return false;
                }
                open.phase = Phase.INSERT;
            }
            case INSERT -> {
                open.phase = Phase.LOOK;
                begin(new Task.Inserting(++lastId, now), id -> new Effect.Insert(id, open.entry));
            }
            case LOOK -> look(from, open.entry.keys(), Map.of());
        }
        return true;
    }

    private void look(AccountState from, List<String> keys, Map<Pending, Result> doubts) {
        begin(
                new Task.Looking(++lastId, now, refreshing.size(), doubts),
                id -> new Effect.Look(id, from.n() + 1, keys, settings.lookLimit()));
    }

    private void loadSegments(Set<String> names) {
        begin(new Task.LoadingSegments(++lastId, names), id -> new Effect.LoadSegments(id, names));
    }

    private void loaded(@Nullable Task ended, Input.Loaded loaded) {
        if (ended instanceof Task.Loading loading) {
            raise(loaded.floor(), loading.since());
            if (log.load(loaded.state())) {
                effects.add(new Effect.Restarted(loaded.state().n()));
            }
            proposer.see(loaded.state(), now);
        }
    }

    private void segmentsLoaded(@Nullable Task ended, Input.SegmentsLoaded loaded) {
        if (!(ended instanceof Task.LoadingSegments loading)) {
            return;
        }
        if (loaded.segments().keySet().containsAll(loading.names())) {
            failures = 0;
            log.load(loaded.segments());
        } else {
            // Swept: the manifest names others by now.
            reload();
            unavailable("Segments are missing");
        }
    }

    private void segmentWritten(long id) {
        if (proposal != null) {
            proposal.segmentWrites.remove(id);
        }
    }

    private void inserted(@Nullable Task ended, InsertAnswer answer) {
        if (!(ended instanceof Task.Inserting insert) || proposal == null) {
            return;
        }
        switch (rules.judge(answer)) {
            case UNKNOWN -> proposal.phase = Phase.LOOK;
            case DEAD_BY_NUMBER, DEAD_BY_KEY -> {
                log.notice(proposal.entry.n());
                dies();
            }
            case TRUE -> {
                if (rules.wantsFloor(now - lastLook, settings)) {
                    begin(new Task.CheckingInserted(++lastId, now, insert), Effect.ReadFloor::new);
                } else {
                    lastLook = insert.since();
                    becomesTrue(proposal);
                }
            }
        }
    }

    private void looked(@Nullable Task ended, Input.Looked looked) {
        if (!(ended instanceof Task.Looking look)) {
            return;
        }
        failures = 0;
        if (rules.wantsFloor(looked.tail(), looked.byKey())) {
            begin(
                    new Task.CheckingFound(++lastId, now, look, looked.tail(), looked.byKey()),
                    Effect.ReadFloor::new);
        } else {
            found(look, looked.tail(), looked.byKey());
        }
    }

    private void floorRead(@Nullable Task ended, Floor read) {
        switch (ended) {
            case Task.CheckingFound found -> {
                raise(read, found.since());
                found(found.look(), found.tail(), found.byKey());
            }
            case Task.CheckingInserted inserted -> {
                raise(read, inserted.since());
                standsOrNot(inserted.insert());
            }
            case Task.CheckingOld old -> raise(read, old.since());
            case null, default -> {}
        }
    }

    private void raise(Floor read, long since) {
        failures = 0;
        floorRead = since;
        if (read.n() > floor.n()) {
            floor = read;
        }
    }

    /** An insert succeeded long after the last look: it counts if its number is above the floor. */
    private void standsOrNot(Task.Inserting insert) {
        if (proposal != null && proposal.entry.n() > floor.n()) {
            lastLook = insert.since();
            becomesTrue(proposal);
        } else if (proposal != null) {
            remove(proposal.entry, true);
        }
    }

    private void remove(Entry stray, boolean thenLoad) {
        begin(
                new Task.Removing(++lastId, thenLoad),
                id -> new Effect.Remove(id, stray.n(), stray.proposal()));
    }

    private void removed(@Nullable Task ended) {
        if (ended instanceof Task.Removing removing && removing.thenLoad()) {
            reload();
        }
    }

    /**
     * What a look found, once the floor is known: the rules of the append, or an answer to those
     * who wait for it.
     */
    private void found(Task.Looking look, List<Entry> tail, List<Entry> byKey) {
        var state = log.state();
        if (state == null) {
            return;
        }
        boolean missed = !tail.isEmpty() && tail.getFirst().n() > state.n() + 1;
        var stray = byKey.stream().filter(entry -> entry.n() <= floor.n()).findFirst();
        if (state.n() < floor.n() || missed) {
            reload();
        } else if (stray.isPresent()) {
            remove(stray.get(), false);
        } else if (proposal != null && proposal.phase == Phase.LOOK) {
            lastLook = look.since();
            judge(proposal, tail, byKey);
        } else {
            lastLook = look.since();
            learn(look, tail, byKey);
        }
    }

    private void judge(Proposal open, List<Entry> tail, List<Entry> byKey) {
        switch (rules.judge(open.entry, tail, byKey)) {
            case TRUE -> {
                becomesTrue(open);
                log.follow(tail);
            }
            case DEAD_BY_NUMBER -> {
                dies();
                log.follow(tail);
            }
            case DEAD_BY_KEY -> {
                dies();
                byKey.forEach(this::answer);
            }
            case UNKNOWN -> {
                open.entry = rules.again(open.entry);
                open.phase = Phase.INSERT;
                sleep();
            }
        }
    }

    private void learn(Task.Looking look, List<Entry> tail, List<Entry> byKey) {
        log.follow(tail);
        byKey.forEach(this::answer);
        if (tail.isEmpty()) {
            log.nothingNew();
            look.doubts().forEach(this::answer);
        }
        if (tail.size() >= settings.lookLimit()) {
            log.notice(tail.getLast().n() + 1);
        } else {
            refreshed.addAll(refreshing.subList(0, look.refreshing()));
            refreshing.subList(0, look.refreshing()).clear();
        }
    }

    private void apply(AccountState state) {
        switch (log.apply(state)) {
            case LogView.Step.Done done -> applied(done);
            case LogView.Step.Needs needs -> loadSegments(needs.segments());
            case LogView.Step.Gap gap -> reload();
            case LogView.Step.Stuck stuck ->
                    effects.add(new Effect.Stuck(stuck.n(), stuck.reason()));
        }
    }

    private void applied(LogView.Step.Done done) {
        var state = log.state();
        if (state != null) {
            proposer.see(state, now);
        }
        recent.add(done.entry());
        answer(done.entry());
        if (done.publish()) {
            boolean own = done.entry().proposal().equals(ownProposal);
            effects.add(new Effect.Publish(done.entry(), own));
        }
    }

    private void becomesTrue(Proposal open) {
        proposal = null;
        ownProposal = open.entry.proposal();
        log.load(open.segments);
        log.follow(List.of(open.entry));
        open.results.forEach(this::answer);
    }

    /**
     * The proposal is dead, or its number no longer counts: its commands are decided again, if
     * anybody still asks.
     */
    private void dies() {
        if (proposal != null) {
            for (var pending : proposal.results.keySet()) {
                if (pending.tickets.isEmpty()) {
                    waiting.remove(pending);
                }
            }
        }
        proposal = null;
    }

    /**
     * Begins again at the manifest. What was sent is not decided again: whether it once counted is
     * not known any more.
     */
    private void reload() {
        if (proposal != null && proposal.phase != Phase.PREPARING) {
            proposal.results.keySet().forEach(p -> drop(p, "The log has moved on too far"));
        }
        proposal = null;
        stale = false;
        log.forget();
    }

    private void answer(Entry entry) {
        for (var result : entry.results()) {
            var pending = waiting.get(result.key());
            if (pending != null) {
                answer(pending, result.result());
            }
        }
    }

    private void answer(Pending pending, Result result) {
        pending.tickets.forEach(ticket -> effects.add(new Effect.Answer(ticket, result)));
        pending.tickets.clear();
        waiting.remove(pending);
    }

    private void drop(Pending pending, String reason) {
        tell(pending, reason);
        waiting.remove(pending);
    }

    private void tell(Pending pending, String reason) {
        pending.tickets.forEach(ticket -> effects.add(new Effect.Unavailable(ticket, reason)));
        pending.tickets.clear();
    }

    private void failed(Input.Failed failed) {
        var pending = bodies.failed(failed.id());
        if (pending != null) {
            drop(pending, failed.reason());
            if (proposal != null && proposal.phase == Phase.PREPARING) {
                proposal = null;
            }
        } else if (proposal != null && proposal.segmentWrites.contains(failed.id())) {
            proposal = null;
            unavailable(failed.reason());
        } else if (done(failed.id()) != null) {
            unavailable(failed.reason());
        }
    }

    /**
     * A read failed: after some in a row nobody is kept waiting; what was sent is seen to its end
     * all the same.
     */
    private void unavailable(String reason) {
        if (++failures >= settings.failures()) {
            giveUp(reason);
        }
        if (task == null) {
            sleep();
        }
    }

    private void giveUp(String reason) {
        refreshing.forEach(ticket -> effects.add(new Effect.Unavailable(ticket, reason)));
        refreshing.clear();
        boolean sent = proposal != null && proposal.phase != Phase.PREPARING;
        for (var pending : waiting.all()) {
            tell(pending, reason);
            if (!sent || proposal == null || !proposal.results.containsKey(pending)) {
                waiting.remove(pending);
            }
        }
        proposal = sent ? proposal : null;
    }
}
