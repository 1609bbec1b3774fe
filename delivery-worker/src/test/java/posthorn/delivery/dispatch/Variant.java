package posthorn.delivery.dispatch;

import java.time.Duration;
import java.util.Map;

/**
 * The rules of the queue, each broken once. A run that does not find a broken one out is no test.
 */
enum Variant {
    /** As it is meant to be. */
    SOUND,
    /** An outcome is written without its token. */
    OUTCOME_WITHOUT_TOKEN,
    /** A notification is produced before it stands as pending. */
    PRODUCED_BEFORE_PENDING,
    /** A notification is marked before it is produced. */
    MARKED_BEFORE_PRODUCED,
    /** The claim is not looked at again before the final dot. */
    NO_LOOK_BEFORE_THE_DOT,
    /** A message is given up by the clock alone. */
    GIVEN_UP_BY_CLOCK,
    /** A document that stands is not adopted, but written anew. */
    NOT_ADOPTED,
    /** A claim taken over behind its final dot is not counted. */
    TAKEN_OVER_UNCOUNTED,
    /** The body is dropped as soon as this attempt is done. */
    BODY_DROPPED_EARLY;

    RetryPlan plan(Duration first, Duration longest, Duration notice, Duration lifetime) {
        if (this != GIVEN_UP_BY_CLOCK) {
            return new RetryPlan(first, longest, 0.2, notice, lifetime);
        }
        return new RetryPlan(first, longest, 0.2, notice, lifetime) {
            @Override
            public boolean givesUp(long created, long now, int attempts) {
                return now - created >= lifetime.toMillis();
            }
        };
    }

    /** The store with its rule broken. */
    MemoryQueue store() {
        return switch (this) {
            case OUTCOME_WITHOUT_TOKEN ->
                    new MemoryQueue() {
                        @Override
                        public synchronized boolean settle(
                                String id, int at, String token, Settlement settlement) {
                            return overwrite(id, at, settlement);
                        }

                        @Override
                        public synchronized boolean settleLast(
                                String id, int at, String token, Settlement settlement, long now) {
                            return overwrite(id, at, settlement) && close(id, now);
                        }
                    };
            case NOT_ADOPTED ->
                    new MemoryQueue() {
                        @Override
                        public synchronized boolean insert(QueuedMessage message) {
                            replace(message);
                            return true;
                        }
                    };
            case TAKEN_OVER_UNCOUNTED ->
                    new MemoryQueue() {
                        @Override
                        public synchronized boolean dot(String id, int at, String token) {
                            return find(id).stream()
                                    .flatMap(m -> m.destinations().get(at).claim().stream())
                                    .anyMatch(c -> c.token().equals(token));
                        }
                    };
            default -> new MemoryQueue();
        };
    }

    /** The dispatcher with its rule broken. */
    Dispatcher dispatcher(
            Dispatcher.Ports ports, Dispatcher.Self self, RetryPlan local, RetryPlan remote) {
        return switch (this) {
            case PRODUCED_BEFORE_PENDING -> producedBeforePending(ports, self, local, remote);
            case MARKED_BEFORE_PRODUCED ->
                    new Dispatcher(ports, self, local, remote) {
                        @Override
                        void follow(QueuedMessage message, Pending pending) {
                            ports.queue().mark(message.id(), pending.id());
                            produce(ports, message, pending);
                        }
                    };
            case NO_LOOK_BEFORE_THE_DOT ->
                    new Dispatcher(ports, self, local, remote) {
                        @Override
                        boolean mayEnd(String id, int at, String token) {
                            return true;
                        }
                    };
            case BODY_DROPPED_EARLY ->
                    new Dispatcher(ports, self, local, remote) {
                        @Override
                        void settle(
                                QueuedMessage message,
                                int at,
                                Claim claim,
                                Map<Integer, Outcome> outcomes) {
                            dropQuietly(ports, message.body());
                            super.settle(message, at, claim, outcomes);
                        }
                    };
            default -> new Dispatcher(ports, self, local, remote);
        };
    }

    private static Dispatcher producedBeforePending(
            Dispatcher.Ports ports, Dispatcher.Self self, RetryPlan local, RetryPlan remote) {
        Settling settling = new Settling(local, remote, self.random());
        return new Dispatcher(ports, self, local, remote) {
            @Override
            void settle(
                    QueuedMessage message, int at, Claim claim, Map<Integer, Outcome> outcomes) {
                Settlement coming =
                        settling.settle(
                                message, at, claim.token(), outcomes, self.clock().millis());
                QueuedMessage after = message.after(at, coming);
                coming.pending().forEach(p -> produce(ports, after, p));
                super.settle(message, at, claim, outcomes);
            }
        };
    }

    private static void produce(Dispatcher.Ports ports, QueuedMessage message, Pending pending) {
        try {
            ports.outbox().produce(ports.notices().compose(message, pending, new byte[0]));
        } catch (AnswerLost e) {
            // As the sound one leaves it to the rounds.
        }
    }

    private static void dropQuietly(Dispatcher.Ports ports, Body body) {
        try {
            ports.bodies().drop(body);
        } catch (AnswerLost e) {
            // As the sound one.
        }
    }
}
