package posthorn.delivery.dispatch;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import posthorn.delivery.dispatch.Outcome.Deferred;
import posthorn.delivery.dispatch.Outcome.Delivered;
import posthorn.delivery.dispatch.Outcome.Failed;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.DeliveryEvent;

/** The ports of one worker, over a {@link World} that fails now and then. */
final class FaultyPorts {

    private final World world;
    private final Turns.Pod process;

    FaultyPorts(World world, Turns.Pod process) {
        this.world = world;
        this.process = process;
    }

    Dispatcher.Ports ports() {
        return new Dispatcher.Ports(
                new FarQueue(),
                this::deliver,
                this::relay,
                new FarBodies(),
                this::produce,
                this::compose,
                new Deaf(),
                new FarCrew(),
                failures -> world.turns.sleep(50L * Math.min(failures, 20)));
    }

    Beats beats() {
        return new Beats() {
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

    private Map<Integer, Outcome> deliver(
            AcceptedMail mail, Body body, Collection<Integer> ordinals) {
        Map<Integer, Outcome> outcomes = new LinkedHashMap<>();
        for (Integer ordinal : ordinals) {
            outcomes.put(ordinal, deliver(mail, body, ordinal));
        }
        return outcomes;
    }

    private Outcome deliver(AcceptedMail mail, Body body, int ordinal) {
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
                if (body instanceof Body.Gone || gone(body)) {
                    return new Outcome.Held("the body is missing");
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

    private boolean gone(Body body) {
        return body instanceof Body.Transit(String name) && world.dropped.containsKey(name);
    }

    private Map<Integer, Outcome> relay(
            AcceptedMail mail,
            Body body,
            String key,
            Collection<Integer> ordinals,
            BooleanSupplier mayEnd) {
        world.turns.sleep(world.random.nextInt(20_000));
        if (world.awayUntil.getOrDefault(key, 0L) > world.turns.now() || world.chance(100)) {
            return all(ordinals, new Deferred("4.4.1", "", "connection refused", false));
        }
        Map<Integer, Outcome> outcomes = new LinkedHashMap<>();
        for (Integer ordinal : ordinals) {
            if (mail.getRecipients(ordinal).getAddress().startsWith("nobody")) {
                outcomes.put(ordinal, new Failed("5.1.1", key, "550 no such user"));
            } else if (world.chance(100)) {
                outcomes.put(ordinal, new Deferred("4.2.0", key, "450 greylisted", false));
            }
        }
        List<Integer> accepted = ordinals.stream().filter(o -> !outcomes.containsKey(o)).toList();
        world.turns.step();
        if (body instanceof Body.Gone || gone(body)) {
            return all(ordinals, new Deferred("4.3.0", "", "the body is gone", false));
        }
        if (!accepted.isEmpty()) {
            outcomes.putAll(end(mail, key, accepted, mayEnd));
        }
        return outcomes;
    }

    private Map<Integer, Outcome> end(
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

    private static Map<Integer, Outcome> all(Collection<Integer> ordinals, Outcome outcome) {
        Map<Integer, Outcome> outcomes = new LinkedHashMap<>();
        ordinals.forEach(o -> outcomes.put(o, outcome));
        return outcomes;
    }

    private AcceptedMail compose(QueuedMessage message, Pending pending, byte[] head) {
        world.parents.put(pending.id(), message.id());
        world.told.put(pending.id(), pending);
        return new ReportNotices("mail.test", Duration.ofHours(2)).compose(message, pending, head);
    }

    private void produce(AcceptedMail mail) {
        AcceptedMail.Builder addressed = mail.toBuilder();
        if (mail.getRecipients(0).getAddress().endsWith("@here.test")) {
            addressed.getRecipientsBuilder(0).setAccount(mail.getRecipients(0).getAddress());
        }
        world.far(() -> world.log.add(new World.LogRecord(addressed.build())));
    }

    private final class FarQueue implements QueueStore {
        @Override
        public boolean insert(QueuedMessage message) {
            return world.far(() -> world.queue.insert(message));
        }

        @Override
        public Optional<QueuedMessage> find(String id) {
            return world.far(() -> world.queue.find(id));
        }

        @Override
        public Optional<QueuedMessage> claim(Place place, Claim claim) {
            Optional<QueuedMessage> claimed = world.far(() -> world.queue.claim(place, claim));
            noted("claims refused", claimed.isPresent());
            return claimed;
        }

        @Override
        public boolean dot(String id, int destination, String token) {
            return world.far(() -> world.queue.dot(id, destination, token));
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
        public boolean mark(String id, String pending) {
            return world.far(() -> world.queue.mark(id, pending));
        }

        @Override
        public boolean close(String id, long now) {
            return world.far(() -> world.queue.close(id, now));
        }

        @Override
        public boolean reschedule(Place place, long when) {
            return world.far(() -> world.queue.reschedule(place, when));
        }

        @Override
        public List<Place> due(long now, Collection<String> exceptKeys, int limit) {
            return world.far(() -> world.queue.due(now, exceptKeys, limit));
        }

        @Override
        public List<Place> claimedBy(String worker, int limit) {
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

    private final class FarBodies implements Bodies {
        @Override
        public byte[] head(Body body, int limit) {
            return world.far(() -> new byte[0]);
        }

        @Override
        public void drop(Body body) {
            if (body instanceof Body.Transit(String name)) {
                world.far(() -> world.dropped.putIfAbsent(name, world.turns.now()) == null);
            }
        }
    }

    private final class FarCrew implements Crew {
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
        public boolean later(String key, Runnable attempt) {
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

    private static final class Deaf implements Events {
        @Override
        public void tell(DeliveryEvent event) {}

        @Override
        public void warn(String messageId, String what) {}
    }
}
