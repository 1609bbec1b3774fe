package posthorn.mailbox.account.log;

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

/**
 * Where an {@link Appender} stands, and the moves that both {@link NextStep} and {@link
 * StoreAnswers} make.
 */
final class AppendState {
    final AppendSettings settings;
    final AppendRules rules;
    final Proposer proposer;
    final LogView log = new LogView();
    final EffectCollector out = new EffectCollector();
    final Callers callers;
    final BodyWrites bodies;

    /** The entry on its way; null: none is. */
    @Nullable Proposal proposal;

    /** The answer that is waited for; null: none is. */
    @Nullable Task task;

    Floor floor = Floor.NONE;

    /** Monotonic clock, nanoseconds. */
    long now;

    /** Time of day, milliseconds since 1970. */
    long at;

    /** When the last look or successful insert was sent. */
    long lastLook;

    /** When the floor was last read; null: never. */
    @Nullable Long floorRead;

    /** The last proposal of this pod that became true. */
    String ownProposal = "";

    /** The state names segments that are gone. */
    boolean stale;

    /** Failed reads, or inserts without a result, in a row. */
    int failures;

    AppendState(
            AppendSettings settings,
            Supplier<String> ids,
            UnaryOperator<Entry> codec,
            AppendRules rules) {
        this.settings = settings;
        this.rules = rules;
        proposer = new Proposer(settings, ids, codec);
        bodies = new BodyWrites(rules, out);
        callers = new Callers(settings, out, bodies);
    }

    /** Ends the open task if it has this id; null: the answer comes too late to matter. */
    @Nullable Task done(long id) {
        var open = task;
        if (open == null || open.id() != id) {
            return null;
        }
        task = null;
        return open;
    }

    void begin(Task opened, LongFunction<Effect> effect) {
        task = opened;
        out.add(effect.apply(opened.id()));
    }

    void sleep() {
        begin(new Task.Sleeping(out.id()), id -> new Effect.Wake(id, settings.again().toNanos()));
    }

    void look(AccountState from, List<String> keys, Map<PendingCommand, Result> unconfirmed) {
        look(from, keys, unconfirmed, List.of());
    }

    /** Looks for the keys of old deliveries, before they are decided. */
    void seek(AccountState from, List<PendingCommand> old) {
        look(from, old.stream().map(pending -> pending.command.key()).toList(), Map.of(), old);
    }

    private void look(
            AccountState from,
            List<String> keys,
            Map<PendingCommand, Result> unconfirmed,
            List<PendingCommand> sought) {
        begin(
                new Task.Looking(out.id(), now, callers.refreshing(), unconfirmed, sought),
                id -> new Effect.Look(id, from.n() + 1, keys, settings.lookLimit()));
    }

    void loadSegments(Set<String> names) {
        begin(new Task.LoadingSegments(out.id(), names), id -> new Effect.LoadSegments(id, names));
    }

    void remove(Entry stray, boolean thenLoad) {
        begin(
                new Task.Removing(out.id(), thenLoad),
                id -> new Effect.Remove(id, stray.n(), stray.proposal()));
    }

    void raise(Floor read, long since) {
        failures = 0;
        floorRead = since;
        if (read.n() > floor.n()) {
            floor = read;
        }
    }

    void becomesTrue(Proposal open) {
        proposal = null;
        ownProposal = open.entry.proposal();
        log.load(open.segments);
        log.follow(List.of(open.entry));
        open.results.forEach(callers::answer);
    }

    /**
     * The proposal is dead, or its number no longer counts: its commands are decided again, if
     * anybody still asks.
     */
    void dies() {
        if (proposal != null) {
            proposal.results.keySet().forEach(callers::forgetUnasked);
        }
        proposal = null;
    }

    /**
     * Begins again at the manifest. What was sent is not decided again: whether it once counted is
     * not known any more.
     */
    void reload() {
        if (proposal != null && proposal.phase != Phase.PREPARING) {
            var results = proposal.results;
            results.keySet().forEach(p -> callers.drop(p, "The log has moved on too far"));
        }
        proposal = null;
        stale = false;
        log.forget();
    }

    /**
     * A read failed: after some in a row nobody is kept waiting; what was sent is seen to its end
     * all the same.
     */
    void unavailable(String reason) {
        if (++failures >= settings.failures()) {
            giveUp(reason);
        }
        if (task == null) {
            sleep();
        }
    }

    void giveUp(String reason) {
        var open = proposal;
        boolean sent = open != null && open.phase != Phase.PREPARING;
        callers.giveUp(reason, pending -> open != null && sent && open.holds(pending));
        proposal = sent ? proposal : null;
    }
}
