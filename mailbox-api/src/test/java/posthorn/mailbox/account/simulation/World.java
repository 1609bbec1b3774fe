package posthorn.mailbox.account.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import posthorn.mailbox.account.AccountLimits;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.QuotaLimits;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.account.checkpoint.Chore;
import posthorn.mailbox.account.checkpoint.ChoreRequest;
import posthorn.mailbox.account.log.AppendSettings;
import posthorn.mailbox.account.log.InsertAnswer;

/**
 * One run: pods, accounts, clients, watchers and chores, with faults until the last part, in which
 * all has to settle.
 */
final class World {
    private static final int PODS = 3;
    private static final int ACCOUNTS = 3;
    private static final int CLIENTS = 3;

    private static final Duration HISTORY = Duration.ofSeconds(20);

    /** The design's times, a minute as two seconds and the history as twenty. */
    static final AppendSettings SETTINGS =
            new AppendSettings(
                    new AccountLimits(30, 8, 200, 6, 20, 6),
                    Duration.ofSeconds(8),
                    500,
                    20,
                    1 << 20,
                    Duration.ofMillis(50),
                    3,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(3),
                    7,
                    2);

    private final Timeline time;
    private final Broken broken;
    private final boolean still;
    private final Truth truth;
    private final History history = new History();
    private final ReplicaSet store;
    private final Network network;
    private final List<Pod> pods = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final List<Watcher> watchers = new ArrayList<>();
    private final Map<InsertAnswer, Integer> inserts = new EnumMap<>(InsertAnswer.class);
    private final Map<String, Integer> chores = new HashMap<>();
    private final Set<String> opened = new HashSet<>();
    private final Set<String> spoilt = new HashSet<>();
    private boolean calm;
    private boolean closing;
    private final Faults faults;
    private final Reads reads;
    private final Upkeep upkeep;
    private final AppendSettings settings;

    /** Tells clients of a restored world from those of the one before. */
    private final String generation;

    World(long seed, Broken broken) {
        this(seed, broken, broken == Broken.NO_FLOOR_READ);
    }

    /**
     * A world.
     *
     * @param still whether machines stand still, for longer than the history is kept, rather than
     *     that pods die
     */
    World(long seed, Broken broken, boolean still) {
        this(new Timeline(seed), broken, still, new Truth(), SETTINGS, "");
    }

    private World(
            Timeline time,
            Broken broken,
            boolean still,
            Truth truth,
            AppendSettings settings,
            String generation) {
        Violation.forget();
        this.time = time;
        this.broken = broken;
        this.still = still;
        this.truth = truth;
        this.settings = settings;
        this.generation = generation;
        store = new ReplicaSet(time, broken, truth);
        truth.watches(store);
        network = new Network(time);
        for (int i = 0; i < PODS; i++) {
            pods.add(new Pod(this, i));
        }
        faults = new Faults(this);
        reads = new Reads(this);
        upkeep = new Upkeep(this, HISTORY);
    }

    /** What there is now, as a backup that is made while all goes on has it. */
    Backup backup() {
        return new Backup(store.copy(), truth.copy());
    }

    /** All of this ends, and another world begins with what a backup of this one has. */
    World restored(long seed, Backup backup) {
        var copy = backup.truth().copy();
        copy.forget(truth);
        var from = truth.highestValidity() + 1_000;
        var limits = SETTINGS.limits().withUidValidityFrom(from);
        var next =
                new World(
                        new Timeline(seed, time.now()),
                        broken,
                        still,
                        copy,
                        broken == Broken.NOT_RENUMBERED ? SETTINGS : SETTINGS.with(limits),
                        generation + "r");
        next.store.restore(backup.accounts());
        return next;
    }

    AppendSettings settings() {
        return settings;
    }

    Timeline time() {
        return time;
    }

    Broken broken() {
        return broken;
    }

    boolean machinesStandStill() {
        return still;
    }

    /** Whether one does, with the request that it sends now. */
    boolean standsStillNow() {
        return still && !calm && time.chance(0.004);
    }

    Truth truth() {
        return truth;
    }

    History history() {
        return history;
    }

    ReplicaSet store() {
        return store;
    }

    Network network() {
        return network;
    }

    /** Whether nothing fails any more. */
    boolean isCalm() {
        return calm;
    }

    /** Whether clients begin nothing new. */
    boolean isClosing() {
        return closing;
    }

    void count(InsertAnswer answer) {
        inserts.merge(answer, 1, Integer::sum);
    }

    Pod anyPod() {
        return pods.get(time.below(PODS));
    }

    Pod home(String account) {
        return pods.get(Math.floorMod(account.hashCode(), PODS));
    }

    /** A pod tells the others of an entry. */
    void announce(Pod from, String account, long n) {
        for (var pod : pods) {
            if (pod.number() != from.number() && !time.chance(0.2)) {
                int life = pod.life();
                long delay = time.chance(0.1) ? time.between(100, 3_000) : time.between(1, 10);
                time.after(delay, () -> pod.notice(life, account, n));
            }
        }
    }

    private boolean step() {
        boolean goesOn = time.step();
        Violation.rethrow();
        return goesOn;
    }

    /** Lets all begin. */
    void begin() {
        var there = truth.names();
        for (int i = 0; i < ACCOUNTS; i++) {
            var account = "account" + i;
            if (there.contains(account) && truth.state(account).n() > 0) {
                opened.add(account);
                opened(account);
            } else {
                open(account);
            }
        }
        faults.begin();
        tidy();
    }

    /** Goes on under faults until so many steps were made. */
    void work(long steps) {
        boolean goesOn = true;
        while (goesOn && time.steps() < steps) {
            goesOn = step();
        }
    }

    /** Runs that many steps under faults, then lets all settle and looks at what there is. */
    void run(long steps) {
        begin();
        work(steps);
        end();
    }

    /** Lets all settle, and looks at what there is. */
    void end() {
        settle();
        for (int i = 0; i < ACCOUNTS; i++) {
            new LastLook(this, pods, "account" + i).run();
        }
        watchers.forEach(Watcher::leave);
        for (var pod : pods) {
            until("a pod holds a watcher", () -> pod.accounts().held().watchers() == 0);
        }
    }

    /** Now and then each pod looks after its accounts. */
    private void tidy() {
        pods.forEach(Pod::tidy);
        time.after(2 * Timeline.SECOND, this::tidy);
    }

    /** Asks for the account until the answer has come; a pod may die before it answers. */
    private void open(String account) {
        if (opened.contains(account)) {
            return;
        }
        var pod = anyPod();
        var caller =
                new Pod.Caller() {
                    @Override
                    public void answered(Result result) {
                        if (opened.add(account)) {
                            opened(account);
                        }
                    }

                    @Override
                    public void unavailable() {}
                };
        Command create = new Command.CreateAccount("create", QuotaLimits.octets(50_000));
        pod.later(pod.life(), () -> pod.submit(account, create, caller));
        time.after(Timeline.SECOND, () -> open(account));
    }

    private void opened(String account) {
        for (int i = 0; i < CLIENTS; i++) {
            var client = new Client(this, account, generation + account.charAt(7) + i);
            clients.add(client);
            client.next();
        }
        for (int i = 0; i < 2; i++) {
            var watcher = new Watcher(this, account);
            watchers.add(watcher);
            watcher.attach();
        }
        upkeep.begin(account);
        reads.begin(account);
    }

    /** The caller of a command was told that nothing is known, and its content goes with it. */
    void spoil(Command command) {
        var message = command.message();
        if (message != null) {
            spoilt.add(message.body());
        }
    }

    /** Whether the content of a body is lost. */
    boolean isSpoilt(String body) {
        return spoilt.contains(body);
    }

    void run(Pod pod, String account, Chore chore, Consumer<ChoreRequest.Over> over) {
        chores.merge(chore.getClass().getSimpleName(), 1, Integer::sum);
        pod.later(pod.life(), () -> pod.run(account, chore, over));
    }

    private void settle() {
        calm = true;
        network.calm();
        store.failOver();
        for (var pod : pods) {
            if (!pod.isAlive()) {
                pod.rise();
            }
            pod.wake();
        }
        long end = time.now() + 12 * Timeline.SECOND;
        until("time stands still", () -> time.now() > end);
        closing = true;
        until("a client is never answered", () -> clients.stream().allMatch(Client::isIdle));
        for (var pod : pods) {
            until("a pod is never done", pod::isIdle);
        }
    }

    /** Goes on until it is so. */
    void until(String otherwise, BooleanSupplier so) {
        long end = time.now() + 180 * Timeline.SECOND;
        while (!so.getAsBoolean()) {
            if (time.now() > end || !step()) {
                throw new Violation("At the end " + otherwise);
            }
        }
    }

    void watchersAreCurrent(String account) {
        until(
                "a watcher does not see the log: " + watchers,
                () ->
                        watchers.stream()
                                .filter(watcher -> watcher.isOf(account))
                                .allMatch(w -> w.n() == truth.state(account).n()));
    }

    @Override
    public String toString() {
        int resumed = watchers.stream().mapToInt(Watcher::resumed).sum();
        return "%,d steps, %d s of its time, %,d entries, clients: %s; inserts: %s; network: %s; "
                        .formatted(
                                time.steps(),
                                time.now() / Timeline.SECOND,
                                truth.entries(),
                                history,
                                inserts,
                                network)
                + "%s, %d failovers, %d writes taken back, %d strays, %s, "
                        .formatted(
                                faults,
                                store.failovers(),
                                store.rolledBack(),
                                truth.strays(),
                                chores)
                + "%d checkpoints, %d swept, %d watchers resumed, %s"
                        .formatted(truth.checkpoints(), truth.deletions(), resumed, reads);
    }

    /** Bodies that can be read. */
    Set<String> bodies(String account) {
        var bodies = new HashSet<String>();
        store.account(account)
                .bodies
                .from("", store.majority(), (name, value) -> bodies.add(name), Integer.MAX_VALUE);
        return bodies;
    }
}
