package posthorn.delivery.dispatch;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import posthorn.delivery.notification.DsnComposer;
import posthorn.delivery.notification.NotificationLanguages;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.AttemptResult.Delivered;
import posthorn.delivery.policy.NotifiedSenders;
import posthorn.delivery.policy.RetryPlan;
import posthorn.delivery.policy.TestRetryPlans;
import posthorn.delivery.queue.MemoryQueue;
import posthorn.delivery.queue.QueuedBodies;
import posthorn.delivery.queue.QueuedBody;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.DeliveryEvent;

/**
 * A dispatcher whose ports are in memory and do what a test says. Attempts are made on the thread
 * that asks for them, unless the test brings limits of its own.
 */
public final class ScriptedWorker {

    /** English for all. */
    static final NotificationLanguages LANGUAGES =
            new NotificationLanguages(Map.of(), NotificationLanguages.Choice.EN);

    /** The queue. */
    public final MemoryQueue queue = new MemoryQueue();

    /** What people were told. */
    public final List<DeliveryEvent> events = Collections.synchronizedList(new ArrayList<>());

    /** What operators were told of errors of ours. */
    public final List<Throwable> defects = Collections.synchronizedList(new ArrayList<>());

    /** What was put on the accepted log. */
    public final List<AcceptedMail> produced = Collections.synchronizedList(new ArrayList<>());

    /** Names of transit bodies that were dropped. */
    public final Set<String> dropped = ConcurrentHashMap.newKeySet();

    /** Called when something is put on the log, before it is. */
    public Runnable beforeProduce = () -> {};

    /** The result for each recipient of ours, by address. */
    public Function<String, AttemptResult> local = Delivered::stored;

    /** The result for each recipient elsewhere, by address. */
    public Function<String, AttemptResult> remote =
            address -> Delivered.relayed("mx", "250 ok " + address);

    /** Milliseconds since 1970. */
    public final AtomicLong now = new AtomicLong(1_000_000);

    private final AtomicInteger tokens = new AtomicInteger();

    /** The dispatcher over those, with attempts on the calling thread. */
    public Dispatcher dispatcher() {
        return dispatcher(new CallerRuns());
    }

    /** The dispatcher over those. */
    public Dispatcher dispatcher(DestinationLimits limits) {
        RetryPlan plan = TestRetryPlans.standard();
        return new Dispatcher(ports(limits), identity(), plan, plan, NotifiedSenders.ALL);
    }

    /** Who it is. */
    public WorkerIdentity identity() {
        return new WorkerIdentity(
                "w/1",
                (InstantSource) () -> java.time.Instant.ofEpochMilli(now.get()),
                new Random(1),
                () -> "token-" + tokens.incrementAndGet());
    }

    /** The ports. */
    public DispatchPorts ports(DestinationLimits limits) {
        return new DispatchPorts(
                queue,
                (mail, body, ordinals) -> each(mail, ordinals, local),
                (mail, body, key, ordinals, mayEnd) ->
                        mayEnd.getAsBoolean() ? each(mail, ordinals, remote) : Map.of(),
                new Bodies(),
                mail -> {
                    beforeProduce.run();
                    produced.add(mail);
                },
                new DsnComposer("mail.test", Duration.ofDays(5), LANGUAGES),
                new Told(),
                limits,
                _ -> () -> {},
                _ -> {
                    throw new WorkerStopped();
                });
    }

    private static Map<Integer, AttemptResult> each(
            AcceptedMail mail,
            Collection<Integer> ordinals,
            Function<String, AttemptResult> result) {
        Map<Integer, AttemptResult> results = new LinkedHashMap<>();
        ordinals.forEach(o -> results.put(o, result.apply(mail.getRecipients(o).getAddress())));
        return results;
    }

    private final class Bodies implements QueuedBodies {
        @Override
        public byte[] head(QueuedBody body, int limit) {
            return new byte[0];
        }

        @Override
        public void drop(QueuedBody body) {
            if (body instanceof QueuedBody.Transit(String name)) {
                dropped.add(name);
            }
        }
    }

    private final class Told implements EventLog {
        @Override
        public void append(DeliveryEvent event, String traceparent) {
            events.add(event);
        }

        @Override
        public void defect(String messageId, String what, Throwable thrown) {
            defects.add(thrown);
        }

        @Override
        public void warn(String messageId, String what) {}
    }

    static final class CallerRuns implements DestinationLimits {
        @Override
        public Optional<Slot> slot(String key) {
            return Optional.of(
                    new Slot() {
                        @Override
                        public void run(Runnable attempt) {
                            attempt.run();
                        }

                        @Override
                        public void release() {}
                    });
        }

        @Override
        public boolean enqueue(String key, Runnable attempt) {
            attempt.run();
            return true;
        }

        @Override
        public Collection<String> saturated() {
            return List.of();
        }
    }
}
