package posthorn.delivery.dispatch;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import posthorn.delivery.notification.DsnComposer;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.AttemptResult.Deferred;
import posthorn.delivery.policy.AttemptResult.Delivered;
import posthorn.delivery.policy.AttemptResult.Failed;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.queue.Claim;
import posthorn.delivery.queue.PendingNotification;
import posthorn.delivery.queue.QueueStore;
import posthorn.delivery.queue.QueuedBodies;
import posthorn.delivery.queue.QueuedBody;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.delivery.queue.Settlement;
import posthorn.delivery.queue.WorkerHeartbeats;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.DeliveryEvent;

/** The ports of one worker, over a {@link QueueWorld} that fails now and then. */
final class FaultyPorts {

    private final QueueWorld world;
    private final SeededScheduler.WorkerProcess process;

    FaultyPorts(QueueWorld world, SeededScheduler.WorkerProcess process) {
        this.world = world;
        this.process = process;
    }

    DispatchPorts ports() {
        return new DispatchPorts(
                new SimulatedQueue(),
                this::deliver,
                this::relay,
                new SimulatedBodies(),
                this::produce,
                this::compose,
                new SilentEventLog(),
                new SimulatedLimits(),
                _ -> () -> {},
                failures -> world.turns.sleep(50L * Math.min(failures, 20)));
    }

    WorkerHeartbeats heartbeats() {
        return new WorkerHeartbeats() {
            @Override
            public void beat(String worker, long count) {
                world.far(() -> {
                    world.queue.beat(worker, count);
                    return true;
                });
            }

            @Override
            public Map<String, Long> counts() {
                return world.far(world.queue::counts);
            }
        };
    }

    private Map<Integer, AttemptResult> deliver(
            AcceptedMail mail, QueuedBody body, Collection<Integer> ordinals) {
        Map<Integer, AttemptResult> results = new LinkedHashMap<>();
        for (Integer ordinal : ordinals) {
            results.put(ordinal, deliver(mail, body, ordinal));
        }
        return results;
    }

    private AttemptResult deliver(AcceptedMail mail, QueuedBody body, int ordinal) {
        String account = mail.getRecipients(ordinal).getAccount();
        String key = mail.getId() + "/" + ordinal;
        if (account.startsWith("ghost")) {
            world.turns.step();
            return new Failed("5.1.1", "", "no such account");
        }
        try {
            return world.far(() -> {
                if (world.mailboxes.contains(key)) {
                    return Delivered.stored(account);
                }
                if (body instanceof QueuedBody.Gone || gone(body)) {
                    return new AttemptResult.Held("the body is missing");
                }
                if (world.awayUntil.getOrDefault(account, 0L) > world.turns.now()) {
                    return new Deferred("4.2.2", "", "over quota", false);
                }
                world.mailboxes.add(key);
                return Delivered.stored(account);
            });
        } catch (AnswerLost e) {
            return new Deferred("4.3.0", "", "mailbox-api is away", false);
        }
    }

    private boolean gone(QueuedBody body) {
        return body instanceof QueuedBody.Transit(String name) && world.dropped.containsKey(name);
    }

    private Map<Integer, AttemptResult> relay(
            AcceptedMail mail,
            QueuedBody body,
            String key,
            Collection<Integer> ordinals,
            BooleanSupplier mayEnd) {
        world.turns.sleep(world.random.nextInt(20_000));
        if (world.awayUntil.getOrDefault(key, 0L) > world.turns.now() || world.chance(100)) {
            return all(ordinals, new Deferred("4.4.1", "", "connection refused", false));
        }
        Map<Integer, AttemptResult> results = new LinkedHashMap<>();
        for (Integer ordinal : ordinals) {
            if (mail.getRecipients(ordinal).getAddress().startsWith("nobody")) {
                results.put(ordinal, new Failed("5.1.1", key, "550 no such user"));
            } else if (world.chance(100)) {
                results.put(ordinal, new Deferred("4.2.0", key, "450 greylisted", false));
            }
        }
        List<Integer> accepted = ordinals.stream().filter(o -> !results.containsKey(o)).toList();
        world.turns.step();
        if (body instanceof QueuedBody.Gone || gone(body)) {
            return all(ordinals, new Deferred("4.3.0", "", "the body is gone", false));
        }
        if (!accepted.isEmpty()) {
            results.putAll(end(mail, key, accepted, mayEnd));
        }
        return results;
    }

    private Map<Integer, AttemptResult> end(
            AcceptedMail mail, String key, List<Integer> accepted, BooleanSupplier mayEnd) {
        if (!mayEnd.getAsBoolean()) {
            world.count("claims found lost");
            return all(accepted, new Deferred("4.3.0", "", "taken over", false));
        }
        world.turns.sleep(world.random.nextInt(5000));
        accepted.forEach(ordinal -> world.send(mail, ordinal));
        world.turns.sleep(world.random.nextInt(20_000));
        if (world.faults && world.chance(60)) {
            world.count("replies lost");
            return all(accepted, new Deferred("4.4.2", key, "lost at dot", true));
        }
        return all(accepted, Delivered.relayed(key, "250 ok"));
    }

    private static Map<Integer, AttemptResult> all(
            Collection<Integer> ordinals, AttemptResult result) {
        Map<Integer, AttemptResult> results = new LinkedHashMap<>();
        ordinals.forEach(o -> results.put(o, result));
        return results;
    }

    private AcceptedMail compose(QueuedMessage message, PendingNotification pending, byte[] head) {
        world.parents.put(pending.id(), message.id());
        world.told.put(pending.id(), pending);
        return new DsnComposer("mail.test", Duration.ofHours(2), ScriptedWorker.LANGUAGES)
                .compose(message, pending, head);
    }

    private void produce(AcceptedMail mail) {
        AcceptedMail.Builder addressed = mail.toBuilder();
        if (mail.getRecipients(0).getAddress().endsWith("@here.test")) {
            addressed.getRecipientsBuilder(0).setAccount(mail.getRecipients(0).getAddress());
        }
        world.far(() -> world.log.add(new QueueWorld.LogRecord(addressed.build())));
    }

    private final class SimulatedQueue implements QueueStore {
        @Override
        public boolean insert(QueuedMessage message) {
            return world.far(() -> world.queue.insert(message));
        }

        @Override
        public Optional<QueuedMessage> find(String id) {
            return world.far(() -> world.queue.find(id));
        }

        @Override
        public Optional<QueuedMessage> claim(DestinationRef ref, Claim claim) {
            Optional<QueuedMessage> claimed = world.far(() -> world.queue.claim(ref, claim));
            noted("claims refused", claimed.isPresent());
            return claimed;
        }

        @Override
        public boolean markEndingData(String id, int destination, String token) {
            return world.far(() -> world.queue.markEndingData(id, destination, token));
        }

        @Override
        public boolean settle(String id, int destination, String token, Settlement settlement) {
            return noted(
                    "outcomes refused",
                    world.far(() -> world.queue.settle(id, destination, token, settlement)));
        }

        @Override
        public boolean settleLast(
                String id, int destination, String token, Settlement settlement, long now) {
            return world.far(() -> world.queue.settleLast(id, destination, token, settlement, now));
        }

        private boolean noted(String refusal, boolean done) {
            if (!done) {
                world.count(refusal);
            }
            return done;
        }

        @Override
        public boolean seal(
                String id, List<PendingNotification> seen, List<PendingNotification> merged) {
            world.count(merged.size() < seen.size() ? "notifications merged" : "sealed");
            return world.far(() -> world.queue.seal(id, seen, merged));
        }

        @Override
        public boolean markProduced(String id, String pending) {
            return world.far(() -> world.queue.markProduced(id, pending));
        }

        @Override
        public boolean close(String id, long now) {
            return world.far(() -> world.queue.close(id, now));
        }

        @Override
        public boolean reschedule(DestinationRef ref, long when) {
            return world.far(() -> world.queue.reschedule(ref, when));
        }

        @Override
        public List<DestinationRef> due(long now, Collection<String> exceptKeys, int limit) {
            return world.far(() -> world.queue.due(now, exceptKeys, limit));
        }

        @Override
        public List<DestinationRef> claimedBy(String worker, int limit) {
            return world.far(() -> world.queue.claimedBy(worker, limit));
        }

        @Override
        public List<String> pendingBefore(long before, int limit) {
            return world.far(() -> world.queue.pendingBefore(before, limit));
        }

        @Override
        public List<String> closable(int limit) {
            return world.far(() -> world.queue.closable(limit));
        }
    }

    private final class SimulatedBodies implements QueuedBodies {
        @Override
        public byte[] head(QueuedBody body, int limit) {
            return world.far(() -> new byte[0]);
        }

        @Override
        public void drop(QueuedBody body) {
            if (body instanceof QueuedBody.Transit(String name)) {
                world.far(() -> world.dropped.putIfAbsent(name, world.turns.now()) == null);
            }
        }
    }

    private final class SimulatedLimits implements DestinationLimits {
        private final Map<String, Integer> taken = new HashMap<>();

        @Override
        public Optional<Slot> slot(String key) {
            if (taken.getOrDefault(key, 0) >= 4) {
                return Optional.empty();
            }
            taken.merge(key, 1, Integer::sum);
            return Optional.of(
                    new Slot() {
                        @Override
                        public void run(Runnable attempt) {
                            world.turns.start(
                                    process,
                                    () -> {
                                        try {
                                            attempt.run();
                                        } finally {
                                            release();
                                        }
                                    });
                        }

                        @Override
                        public void release() {
                            taken.merge(key, -1, Integer::sum);
                        }
                    });
        }

        @Override
        public boolean enqueue(String key, Runnable attempt) {
            if (world.random.nextInt(4) == 0) {
                return false;
            }
            world.turns.start(
                    process,
                    () -> {
                        world.turns.sleep(world.random.nextInt(60_000));
                        attempt.run();
                    });
            return true;
        }

        @Override
        public Collection<String> saturated() {
            return taken.keySet().stream().filter(key -> taken.getOrDefault(key, 0) >= 4).toList();
        }
    }

    private static final class SilentEventLog implements EventLog {
        @Override
        public void append(DeliveryEvent event, String traceparent) {}

        @Override
        public void defect(String messageId, String what, Throwable thrown) {}

        @Override
        public void warn(String messageId, String what) {}
    }
}
