package posthorn.delivery.dispatch;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import posthorn.delivery.policy.RetryPlan;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.queue.WorkerHeartbeats;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.Arrival;
import posthorn.protocol.wire.MailRecipient;
import posthorn.protocol.wire.MessageIds;

/**
 * One run: three workers, some dozens of messages over some hours, workers that stall and die, then
 * a time without faults in which everything has to come to its end, and the judgement.
 */
final class Simulation {

    private static final Duration FIRST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(8);
    private static final Duration NOTICE = Duration.ofMinutes(10);
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final int WORKERS = 3;
    private static final int MESSAGES = 60;
    private static final long CHAOS_MILLIS = Duration.ofMinutes(60).toMillis();
    private static final long END_MILLIS = Duration.ofHours(12).toMillis();
    private static final String[] HOSTS = {"a.test", "b.test", "c.test", "dead.test"};

    private final QueueWorld world;
    private final BrokenRule rule;
    private final Random random;
    private final RetryPlan plan;
    private final List<SeededScheduler.WorkerProcess> workers = new ArrayList<>();
    private final List<AcceptedMail> accepted = new ArrayList<>();
    private int incarnations;

    Simulation(long seed, BrokenRule rule) {
        this.random = new Random(seed);
        this.rule = rule;
        this.world = new QueueWorld(random, rule.store());
        this.plan = rule.plan(FIRST, LONGEST, NOTICE, LIFETIME);
    }

    QueueWorld world() {
        return world;
    }

    /**
     * Runs to the end; throws {@link QueueWorld.Violation} for the first invariant that does not
     * hold.
     */
    void run() {
        world.awayUntil.put("dead.test", Long.MAX_VALUE);
        for (int i = 0; i < WORKERS; i++) {
            workers.add(worker("w" + i));
        }
        world.turns.start(world.outside, this::accept);
        world.turns.start(world.outside, this::injectFaults);
        long end = world.turns.now() + END_MILLIS;
        Throwable failure = world.turns.run(() -> over(end));
        workers.forEach(world.turns::kill);
        world.turns.kill(world.outside);
        while (world.turns.run(() -> false) != null) {
            // The run is judged by its first failure.
        }
        if (failure instanceof QueueWorld.Violation violation) {
            throw violation;
        }
        if (failure != null) {
            throw new AssertionError("a worker failed", failure);
        }
        new Invariants(world, plan, LIFETIME.toMillis(), accepted).judge();
    }

    private boolean over(long end) {
        return world.turns.now() > end
                || (!world.faults && world.turns.steps() % 64 == 0 && finished());
    }

    private boolean finished() {
        return accepted.size() == MESSAGES
                && world.log.stream().allMatch(record -> record.acknowledged)
                && world.queue.all().stream().allMatch(message -> message.left() == 0);
    }

    private void accept() {
        for (int i = 0; i < MESSAGES; i++) {
            world.turns.sleep(random.nextInt((int) CHAOS_MILLIS / MESSAGES));
            AcceptedMail mail = mail(i);
            accepted.add(mail);
            world.log.add(new QueueWorld.LogRecord(mail));
        }
    }

    private AcceptedMail mail(int number) {
        AcceptedMail.Builder mail =
                AcceptedMail.newBuilder()
                        .setId(MessageIds.random(random))
                        .setSize(5)
                        .setReversePath(
                                switch (random.nextInt(4)) {
                                    case 0 -> "";
                                    case 1 -> "far@a.test";
                                    default -> "near@here.test";
                                });
        mail.setArrival(
                Arrival.newBuilder()
                        .setAt(world.turns.now())
                        .setAccount(random.nextInt(3) == 0 ? "" : "sender"));
        int recipients = 1 + random.nextInt(5);
        for (int i = 0; i < recipients; i++) {
            mail.addRecipients(recipient());
        }
        if (random.nextBoolean()) {
            mail.setTransit("body-" + number);
        } else {
            mail.setInline(ByteString.copyFromUtf8("hello"));
        }
        return mail.build();
    }

    private MailRecipient recipient() {
        MailRecipient.Builder recipient = MailRecipient.newBuilder();
        String name = random.nextInt(6) == 0 ? "nobody" : "user";
        switch (random.nextInt(5)) {
            case 0 -> recipient.setAddress(name + "@here.test").setAccount(name + "@here.test");
            case 1 -> recipient.setAddress("gone@here.test").setAccount("ghost");
            default -> recipient.setAddress(name + "@" + HOSTS[random.nextInt(HOSTS.length)]);
        }
        return recipient.build();
    }

    /**
     * Hosts go down, mailboxes fill up, workers stall and die, all of them at once now and then.
     */
    private void injectFaults() {
        long end = world.turns.now() + CHAOS_MILLIS;
        while (world.turns.now() < end) {
            world.turns.sleep(random.nextInt(60_000));
            int which = random.nextInt(WORKERS);
            switch (random.nextInt(12)) {
                case 0, 1 -> die(which);
                case 2, 3, 4, 5 -> {
                    world.count("stalls");
                    world.turns.stall(workers.get(which), 1000L + random.nextInt(240_000));
                }
                case 6 -> away("a.test");
                case 7 -> away("b.test");
                case 8 -> away("user@here.test");
                case 9 -> {
                    world.count("blackouts");
                    long pause = random.nextInt(3) == 0 ? LIFETIME.toMillis() : 600_000;
                    workers.forEach(w -> world.turns.stall(w, pause));
                }
                default -> {}
            }
        }
        world.faults = false;
    }

    private void away(String what) {
        world.awayUntil.put(what, world.turns.now() + random.nextInt(3_600_000));
    }

    private void die(int which) {
        world.count("deaths");
        world.turns.kill(workers.get(which));
        workers.set(which, worker("w" + which));
        // The log had not been told of all that was done.
        for (QueueWorld.LogRecord record : world.log) {
            if (record.acknowledged && random.nextInt(20) == 0) {
                record.acknowledged = false;
                record.holder = null;
            }
        }
    }

    private SeededScheduler.WorkerProcess worker(String instance) {
        SeededScheduler.WorkerProcess process =
                new SeededScheduler.WorkerProcess(instance + "/" + incarnations++);
        String id = random.nextBoolean() ? process.name : "x" + process.name.replace('/', '-');
        DispatchPorts ports = new FaultyPorts(world, process).ports();
        WorkerHeartbeats heartbeats = new FaultyPorts(world, process).heartbeats();
        int[] tokens = new int[1];
        WorkerIdentity self =
                new WorkerIdentity(
                        id,
                        () -> Instant.ofEpochMilli(world.turns.now()),
                        random,
                        () -> process.name + "-" + tokens[0]++);
        Dispatcher dispatcher = rule.dispatcher(ports, self, plan, plan);
        QueueRunner queueRunner =
                new QueueRunner(
                        dispatcher,
                        ports,
                        self,
                        heartbeats,
                        () -> TimeUnit.MILLISECONDS.toNanos(world.turns.now()),
                        TimeUnit.SECONDS.toNanos(60));
        world.turns.start(process, () -> runQueue(queueRunner));
        world.turns.start(process, () -> records(process, dispatcher));
        return process;
    }

    private void runQueue(QueueRunner queueRunner) {
        while (true) {
            quietly(queueRunner::heartbeat);
            quietly(queueRunner::runDue);
            quietly(queueRunner::takeOver);
            quietly(() -> queueRunner.finish(world.turns.now() - 30_000));
            world.turns.sleep(25_000);
        }
    }

    private static void quietly(Runnable round) {
        try {
            round.run();
        } catch (AnswerLost e) {
            // The next round comes.
        }
    }

    private void records(SeededScheduler.WorkerProcess process, Dispatcher dispatcher) {
        while (true) {
            world.turns.sleep(15_000);
            for (QueueWorld.LogRecord record : List.copyOf(world.log)) {
                if (!record.acknowledged && free(record)) {
                    boolean seen = record.handedOut;
                    record.holder = process;
                    record.handedOut = true;
                    dispatcher.accept(record.mail, seen || random.nextBoolean());
                    record.acknowledged = true;
                }
            }
        }
    }

    /** A record goes to another worker when its own is dead, or was silent for too long. */
    private boolean free(QueueWorld.LogRecord record) {
        SeededScheduler.WorkerProcess holder = record.holder;
        return holder == null || holder.dead() || holder.stalled(world.turns.now());
    }
}
