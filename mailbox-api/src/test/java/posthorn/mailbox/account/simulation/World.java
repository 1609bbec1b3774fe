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
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.AccountLimits;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.QuotaLimits;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.account.checkpoint.Checkpointer;
import posthorn.mailbox.account.checkpoint.Chore;
import posthorn.mailbox.account.checkpoint.ChoreRequest;
import posthorn.mailbox.account.checkpoint.Expiry;
import posthorn.mailbox.account.checkpoint.Sweeper;
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
    private static final int READ_ATTEMPTS = 12;

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
    private final Truth truth = new Truth();
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
    private int reads;
    private int failedReads;
    private boolean closing;
    private int deaths;
    private int stalls;

    World(long seed, Broken broken) {
        Violation.forget();
        time = new Timeline(seed);
        this.broken = broken;
        store = new ReplicaSet(time, broken, truth);
        truth.watches(store);
        network = new Network(time);
        for (int i = 0; i < PODS; i++) {
            pods.add(new Pod(this, i));
        }
    }

    Timeline time() {
        return time;
    }

    Broken broken() {
        return broken;
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

    /** Runs that many steps under faults, then lets all settle and looks at what there is. */
    void run(long steps) {
        for (int i = 0; i < ACCOUNTS; i++) {
            open("account" + i);
        }
        time.after(time.between(100, 400), this::fault);
        tidy();
        boolean goesOn = true;
        while (goesOn && time.steps() < steps) {
            goesOn = step();
        }
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
            var client = new Client(this, account, account.charAt(7) + "" + i);
            clients.add(client);
            client.next();
        }
        for (int i = 0; i < 2; i++) {
            var watcher = new Watcher(this, account);
            watchers.add(watcher);
            watcher.attach();
        }
        time.after(time.between(500, 1_000), () -> chore(account));
        time.after(time.between(200, 800), () -> read(account));
    }

    private void read(String account) {
        if (closing) {
            return;
        }
        var box = List.of("INBOX", "Archive", "Trash").get(time.below(3));
        read(anyPod(), account, box, new Attempts());
        time.after(time.between(50, 800), () -> read(account));
    }

    /** How often a read was tried since nothing fails any more. */
    private static final class Attempts {
        int calm;
    }

    private void read(Pod pod, String account, String box, Attempts attempts) {
        pod.later(
                pod.life(),
                () ->
                        new Reader(this, pod, account, 3)
                                .read(box, failure -> ended(pod, account, box, attempts, failure)));
    }

    /** A read may fail when looks are stale, but not again and again. */
    private void ended(
            Pod pod, String account, String box, Attempts attempts, @Nullable Throwable failure) {
        if (failure == null) {
            reads++;
            return;
        }
        failedReads++;
        if (calm && ++attempts.calm > READ_ATTEMPTS) {
            throw new Violation("Nothing fails, and yet reads fail: " + failure, failure);
        }
        if (calm) {
            time.after(time.between(200, 800), () -> read(pod, account, box, attempts));
        }
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

    private void chore(String account) {
        if (closing) {
            return;
        }
        var pod = anyPod();
        if (pod.isAlive()) {
            run(pod, account, some(pod, account), over -> {});
        }
        var often = broken == Broken.NOT_SETTLED || broken == Broken.NO_FLOOR_READ ? 10 : 1;
        time.after(time.between(100, 800) / often, () -> chore(account));
    }

    private Chore some(Pod pod, String account) {
        int dice = time.below(10);
        if (dice < 5) {
            var keepEvery = Duration.ofSeconds(broken == Broken.NOT_SETTLED ? 0 : 2);
            return new Checkpointer(account, time.id(), keepEvery);
        }
        return dice < 8 ? new Sweeper(account, time.chance(0.3)) : expiry(pod, account);
    }

    private Expiry expiry(Pod pod, String account) {
        var settings =
                broken == Broken.NOT_SETTLED
                        ? new Expiry.Settings(Duration.ZERO, Duration.ZERO)
                        : new Expiry.Settings(HISTORY, Duration.ofSeconds(5));
        return new Expiry(settings, pod.seen(account), pod.nanos(), pod.millis());
    }

    void run(Pod pod, String account, Chore chore, Consumer<ChoreRequest.Over> over) {
        chores.merge(chore.getClass().getSimpleName(), 1, Integer::sum);
        pod.later(pod.life(), () -> pod.run(account, chore, over));
    }

    private void fault() {
        if (calm) {
            return;
        }
        var pod = anyPod();
        int dice = time.below(10);
        if (dice < 2 && pod.isAlive()) {
            deaths++;
            pod.die();
            time.after(time.between(50, 4_000), pod::rise);
        } else if (dice < 6) {
            stalls++;
            var longStalls = broken == Broken.NO_FLOOR_READ ? 0.8 : 0.2;
            pod.stall(
                    time.chance(longStalls) ? time.between(2_000, 70_000) : time.between(5, 2_500));
        } else if (dice < 8) {
            store.cutOff();
            time.after(time.between(1, 400), store::failOver);
        }
        time.after(time.between(50, 2_000), this::fault);
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
                + "%d deaths, %d stalls, %d failovers, %d writes taken back, %d strays, %s, "
                        .formatted(
                                deaths,
                                stalls,
                                store.failovers(),
                                store.rolledBack(),
                                truth.strays(),
                                chores)
                + "%d checkpoints, %d swept, %d watchers resumed, %d reads, %d of them failed"
                        .formatted(
                                truth.checkpoints(),
                                truth.deletions(),
                                resumed,
                                reads,
                                failedReads);
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
