package posthorn.mailbox.account.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.account.checkpoint.Expiry;
import posthorn.mailbox.account.log.Appender;
import posthorn.mailbox.account.log.BrokenRules;
import posthorn.mailbox.account.log.Effect;
import posthorn.mailbox.account.log.Input;

/**
 * One process of mailbox-api: an appender for each account, watchers, chores. It may stall and die
 * between any two steps.
 */
final class Pod {
    private final World world;
    private final int number;
    private final Wire wire;
    private final Map<String, Appender> appenders = new HashMap<>();
    private final Map<Long, Caller> callers = new HashMap<>();
    private final Map<String, List<Watcher>> watchers = new HashMap<>();
    private final Map<String, Expiry.Seen> seen = new HashMap<>();
    private final List<Runnable> held = new ArrayList<>();
    private boolean alive = true;
    private int life;
    private long stalledUntil;
    private long clockOffset;
    private long dayOffset;
    private long tickets;

    /** Who waits for an answer. */
    interface Caller {
        /** The command was done or refused. */
        void answered(Result result);

        /** Nothing is known. */
        void unavailable();

        /** A fresh state. */
        default void current(AccountState state) {
            throw new Violation("A state that nobody asked for");
        }
    }

    Pod(World world, int number) {
        this.world = world;
        this.number = number;
        wire = new Wire(world, this);
        start();
    }

    private void start() {
        clockOffset = world.time().below(1 << 30);
        dayOffset = world.time().below(600) - 300L;
    }

    int life() {
        return life;
    }

    boolean isIdle() {
        return appenders.values().stream().allMatch(Appender::isIdle);
    }

    boolean isAlive() {
        return alive;
    }

    int number() {
        return number;
    }

    Wire wire() {
        return wire;
    }

    Expiry.Seen seen(String account) {
        return seen.computeIfAbsent(account, any -> new Expiry.Seen());
    }

    long nanos() {
        return world.time().now() + clockOffset;
    }

    long millis() {
        return world.time().millis() + dayOffset;
    }

    /** Runs something in this pod, unless it has died since; later, if it stalls. */
    void later(int since, Runnable what) {
        if (since != life || !alive) {
            return;
        }
        if (world.time().now() < stalledUntil) {
            held.add(() -> later(since, what));
        } else {
            what.run();
        }
    }

    void stall(long nanos) {
        stalledUntil = Math.max(stalledUntil, world.time().now() + nanos);
        world.time().at(stalledUntil, this::goOn);
    }

    /** Ends a stall: all that came meanwhile happens now, in the order in which it came. */
    void wake() {
        stalledUntil = 0;
        goOn();
    }

    private void goOn() {
        if (world.time().now() >= stalledUntil) {
            var all = List.copyOf(held);
            held.clear();
            all.forEach(what -> world.time().after(0, what));
        }
    }

    void die() {
        alive = false;
        life++;
        appenders.clear();
        callers.clear();
        held.clear();
        seen.clear();
        wire.forget();
        watchers.values().forEach(all -> all.forEach(Watcher::lost));
        watchers.clear();
    }

    void rise() {
        alive = true;
        stalledUntil = 0;
        start();
    }

    /** A command came from outside or from a chore. */
    void submit(String account, Command command, Caller caller) {
        callers.put(++tickets, caller);
        feed(account, new Input.Arrived(tickets, command));
    }

    void refresh(String account, Caller caller) {
        callers.put(++tickets, caller);
        feed(account, new Input.Refresh(tickets));
    }

    /** A notice for a pod that stalls is mostly lost. */
    void notice(int since, String account, long n) {
        if (world.time().now() >= stalledUntil || world.time().chance(0.1)) {
            later(since, () -> notice(account, n));
        }
    }

    private void notice(String account, long n) {
        if (appenders.containsKey(account)) {
            feed(account, new Input.Noticed(n));
        }
    }

    void adopt(String account, UnaryOperator<AccountState> layout) {
        feed(account, new Input.Adopt(layout));
    }

    void watch(String account, Watcher watcher) {
        watchers.computeIfAbsent(account, any -> new ArrayList<>()).add(watcher);
    }

    void feed(String account, Input input) {
        var appender = appenders.computeIfAbsent(account, any -> appender());
        for (var effect : appender.step(input, nanos(), millis())) {
            run(account, effect);
        }
    }

    private Appender appender() {
        var settings = World.SETTINGS;
        var time = world.time();
        UnaryOperator<Entry> codec = UnaryOperator.identity();
        return switch (world.broken()) {
            case RULE_2_SKIPPED -> BrokenRules.withoutRule2(settings, time::id, codec);
            case RULE_2_GUESSED -> BrokenRules.guessingRule2(settings, time::id, codec);
            case RULE_3_SKIPPED -> BrokenRules.withoutRule3(settings, time::id, codec);
            case NEW_ID_ON_RETRY -> BrokenRules.newIdOnRetry(settings, time::id, codec);
            case CHANGED_BEFORE_DEAD -> BrokenRules.changingBeforeDead(settings, time::id, codec);
            case NO_FLOOR_READ -> BrokenRules.withoutFloor(settings, time::id, codec);
            case BODY_NOT_REWRITTEN -> BrokenRules.writingBodiesOnce(settings, time::id, codec);
            case NOTHING,
                    W1,
                    LOCAL_READS,
                    SWEEP_IGNORES_N,
                    SWEEP_AHEAD_OF_LOG,
                    CHECKPOINT_NOT_REFUSED,
                    NEWEST_DELETED_FIRST,
                    DELETED_BEFORE_FLOOR,
                    NOT_SETTLED,
                    KEYS_NOT_UNIQUE ->
                    new Appender(settings, time::id, codec);
        };
    }

    private void run(String account, Effect effect) {
        switch (effect) {
            case Effect.Answer answer -> caller(answer.ticket()).answered(answer.result());
            case Effect.Unavailable none -> caller(none.ticket()).unavailable();
            case Effect.Current current -> caller(current.ticket()).current(current.state());
            case Effect.Publish publish -> publish(account, publish);
            case Effect.Restarted restarted -> {
                var all = watchers.remove(account);
                if (all != null) {
                    all.forEach(Watcher::lost);
                }
            }
            case Effect.Stuck stuck -> throw new Violation("Stuck: " + stuck.reason());
            case Effect.Load load -> wire.load(account, load);
            case Effect.LoadSegments load -> wire.loadSegments(account, load);
            case Effect.WriteBody write -> wire.writeBody(account, write);
            case Effect.WriteSegment write -> wire.writeSegment(account, write);
            case Effect.Insert insert -> wire.insert(account, insert);
            case Effect.Look look -> wire.look(account, look);
            case Effect.ReadFloor read -> wire.readFloor(account, read);
            case Effect.Remove remove -> wire.remove(account, remove);
            case Effect.Wake wake -> {
                int since = life;
                world.time()
                        .after(
                                wake.nanos(),
                                () ->
                                        later(
                                                since,
                                                () -> feed(account, new Input.Woken(wake.id()))));
            }
        }
    }

    private Caller caller(long ticket) {
        var caller = callers.remove(ticket);
        if (caller == null) {
            throw new Violation("A ticket was answered twice");
        }
        return caller;
    }

    private void publish(String account, Effect.Publish publish) {
        var entry = publish.entry();
        for (var watcher : List.copyOf(watchers.getOrDefault(account, List.of()))) {
            watcher.pushed(entry);
        }
        if (publish.own()) {
            world.announce(this, account, entry.n());
        }
    }
}
