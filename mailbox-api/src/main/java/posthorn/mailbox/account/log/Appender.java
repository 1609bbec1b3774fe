package posthorn.mailbox.account.log;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.AccountLimits;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Entry;

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
    private final AppendState append;
    private final NextStep next;
    private final StoreAnswers answers;

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
        append = new AppendState(settings, ids, codec, rules);
        next = new NextStep(append);
        answers = new StoreAnswers(append);
    }

    /** State as this pod knows it, perhaps behind the store; null: nothing was loaded yet. */
    public @Nullable AccountState state() {
        return append.log.state();
    }

    /** Limits of the account. */
    public AccountLimits limits() {
        return append.settings.limits();
    }

    /** Whether nothing is under way and nobody waits: it can be put away. */
    public boolean isIdle() {
        return append.task == null && append.proposal == null && append.callers.isEmpty();
    }

    /**
     * Takes one input.
     *
     * @param nanos monotonic clock of this pod
     * @param millis time of day, milliseconds since 1970
     * @return what is to be done now, in any order
     */
    public List<Effect> step(Input input, long nanos, long millis) {
        append.now = nanos;
        append.at = millis;
        take(input);
        next.run();
        return append.out.take();
    }

    private void take(Input input) {
        switch (input) {
            case Input.Arrived arrived -> arrived(arrived);
            case Input.Refresh refresh -> append.callers.refresh(refresh.ticket());
            case Input.Noticed notice -> append.log.notice(notice.n());
            case Input.Adopt adopt -> adopt(adopt);
            case Input.Stale gone -> append.stale = append.log.state() != null;
            case Input.BodyWritten written -> append.bodies.written(written.id());
            case Input.SegmentWritten written -> answers.segmentWritten(written.id());
            case Input.Failed failed -> answers.failed(failed);
            case Input.Loaded loaded -> answers.loaded(append.done(loaded.id()), loaded);
            case Input.SegmentsLoaded loaded ->
                    answers.segmentsLoaded(append.done(loaded.id()), loaded);
            case Input.Inserted inserted ->
                    answers.inserted(append.done(inserted.id()), inserted.answer());
            case Input.Looked looked -> answers.looked(append.done(looked.id()), looked);
            case Input.FloorRead read -> answers.floorRead(append.done(read.id()), read.floor());
            case Input.Removed removed -> answers.removed(append.done(removed.id()));
            case Input.Woken woken -> append.done(woken.id());
        }
    }

    private void arrived(Input.Arrived arrived) {
        var pending = append.callers.arrived(arrived, append.floor, append.now);
        var state = append.log.state();
        if (pending != null && state != null && append.task != null) {
            // A guess: if the number comes out differently, the body is written again.
            append.bodies.begin(pending, state.n() + (append.proposal == null ? 1 : 2));
        }
    }

    private void adopt(Input.Adopt adopt) {
        var state = append.log.state();
        if (state != null) {
            append.log.replace(adopt.layout().apply(state));
        }
    }
}
