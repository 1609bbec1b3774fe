package posthorn.mailbox.account.log;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.Result;

/** Those who wait: for the answer to a command, or for a state as new as the store's. */
final class Callers {
    private final AppendSettings settings;
    private final EffectCollector out;
    private final BodyWrites bodies;
    private final WaitingCommands waiting = new WaitingCommands();
    private final RecentResults recent;

    /**
     * Tickets that want a fresh state, and those that get it once all that was found is applied.
     */
    private final List<Long> refreshing = new ArrayList<>();

    private final List<Long> refreshed = new ArrayList<>();

    Callers(AppendSettings settings, EffectCollector out, BodyWrites bodies) {
        this.settings = settings;
        this.out = out;
        this.bodies = bodies;
        recent = new RecentResults(settings.recent());
    }

    boolean isEmpty() {
        return waiting.isEmpty() && refreshing.isEmpty();
    }

    boolean hasCommands() {
        return !waiting.isEmpty();
    }

    /** Takes a command; null: it is answered already, or waits with another one of the same key. */
    @Nullable PendingCommand arrived(Input.Arrived arrived, Floor floor, long now) {
        var command = arrived.command();
        var same = waiting.get(command.key());
        var known = recent.get(command.key(), floor);
        if (same != null) {
            same.tickets.add(arrived.ticket());
            release(arrived);
            return null;
        }
        if (known != null) {
            out.add(new Effect.Answer(arrived.ticket(), known));
            release(arrived);
            return null;
        }
        if (waiting.size() >= settings.waiting()) {
            out.add(new Effect.Unavailable(arrived.ticket(), "Too many commands wait"));
            release(arrived);
            return null;
        }
        return waiting.add(arrived, now);
    }

    private void release(Input.Arrived arrived) {
        if (arrived.command().message() != null) {
            out.add(new Effect.Released(arrived.ticket()));
        }
    }

    /** The commands to be decided next; those that have waited for too long are let go. */
    List<PendingCommand> batch(long now) {
        waiting.before(now - settings.patience().toNanos())
                .forEach(pending -> drop(pending, "It has waited for too long"));
        return waiting.batch(settings);
    }

    /** An entry is part of the log: it may answer commands, now or when they come again. */
    void learn(Entry entry) {
        recent.add(entry);
        answer(entry);
    }

    /** Answers the commands whose keys the entry holds. */
    void answer(Entry entry) {
        for (var result : entry.results()) {
            var pending = waiting.get(result.key());
            if (pending != null) {
                answer(pending, result.result());
            }
        }
    }

    void answer(PendingCommand pending, Result result) {
        pending.tickets.forEach(ticket -> out.add(new Effect.Answer(ticket, result)));
        pending.tickets.clear();
        remove(pending);
    }

    /** Tells those who asked that nothing is known, and forgets the command. */
    void drop(PendingCommand pending, String reason) {
        tell(pending, reason);
        remove(pending);
    }

    private void tell(PendingCommand pending, String reason) {
        pending.tickets.forEach(ticket -> out.add(new Effect.Unavailable(ticket, reason)));
        pending.tickets.clear();
    }

    private void remove(PendingCommand pending) {
        waiting.remove(pending);
        if (!pending.settled) {
            pending.settled = true;
            bodies.release(pending);
        }
    }

    /** Forgets the command if nobody asks for it any more. */
    void forgetUnasked(PendingCommand pending) {
        if (pending.tickets.isEmpty()) {
            remove(pending);
        }
    }

    /**
     * Tells everybody that nothing is known, and forgets all commands but those that have to stay.
     */
    void giveUp(String reason, Predicate<PendingCommand> stays) {
        refreshing.forEach(ticket -> out.add(new Effect.Unavailable(ticket, reason)));
        refreshing.clear();
        for (var pending : waiting.all()) {
            tell(pending, reason);
            if (!stays.test(pending)) {
                remove(pending);
            }
        }
    }

    void refresh(long ticket) {
        refreshing.add(ticket);
    }

    /** How many want a fresh state. */
    int refreshing() {
        return refreshing.size();
    }

    /** The first of those who want a fresh state get it once all that was found is applied. */
    void refreshed(int count) {
        refreshed.addAll(refreshing.subList(0, count));
        refreshing.subList(0, count).clear();
    }

    /** All that was found is applied. */
    void current(AccountState state) {
        refreshed.forEach(ticket -> out.add(new Effect.Current(ticket, state)));
        refreshed.clear();
    }
}
