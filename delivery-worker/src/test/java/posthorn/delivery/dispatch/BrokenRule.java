package posthorn.delivery.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.NotifiedSenders;
import posthorn.delivery.policy.RetryPlan;
import posthorn.delivery.policy.SettlementRules;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.queue.Claim;
import posthorn.delivery.queue.MemoryQueue;
import posthorn.delivery.queue.PendingNotification;
import posthorn.delivery.queue.QueuedBody;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.delivery.queue.Settlement;

/**
 * The rules of the queue, each broken once. A run that does not find a broken one out is no test.
 */
enum BrokenRule {
    /** As it is meant to be. */
    SOUND,
    /** An result is written without its token. */
    OUTCOME_WITHOUT_TOKEN,
    /** A notification is produced before it stands as pending. */
    PRODUCED_BEFORE_PENDING,
    /** A notification is marked before it is produced. */
    MARKED_BEFORE_PRODUCED,
    /** Notifications are merged without writing down which. */
    PRODUCED_UNSEALED,
    /** The claim is not looked at again before the end of data. */
    NO_LOOK_BEFORE_END_OF_DATA,
    /** A message is given up by the clock alone. */
    GIVEN_UP_BY_CLOCK,
    /** A document that stands is not adopted, but written anew. */
    NOT_ADOPTED,
    /** A claim taken over behind its end of data is not counted. */
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
                        public synchronized boolean markEndingData(
                                String id, int at, String token) {
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
            DispatchPorts ports, WorkerIdentity self, RetryPlan local, RetryPlan remote) {
        return switch (this) {
            case PRODUCED_BEFORE_PENDING -> producedBeforePending(ports, self, local, remote);
            case MARKED_BEFORE_PRODUCED ->
                    new Dispatcher(
                            ports,
                            self,
                            local,
                            remote,
                            NotifiedSenders.ALL,
                            markedFirst(ports, self));
            case PRODUCED_UNSEALED ->
                    new Dispatcher(
                            ports, self, local, remote, NotifiedSenders.ALL, unsealed(ports, self));
            case NO_LOOK_BEFORE_END_OF_DATA ->
                    new Dispatcher(ports, self, local, remote, NotifiedSenders.ALL) {
                        @Override
                        boolean mayEnd(String id, int at, String token) {
                            return true;
                        }
                    };
            case BODY_DROPPED_EARLY ->
                    new Dispatcher(ports, self, local, remote, NotifiedSenders.ALL) {
                        @Override
                        void settle(
                                QueuedMessage message,
                                int at,
                                Claim claim,
                                Map<Integer, AttemptResult> results) {
                            dropQuietly(ports, message.body());
                            super.settle(message, at, claim, results);
                        }
                    };
            default -> new Dispatcher(ports, self, local, remote, NotifiedSenders.ALL);
        };
    }

    private static MessageCompletion markedFirst(DispatchPorts ports, WorkerIdentity self) {
        return new MessageCompletion(ports, self) {
            @Override
            void produce(QueuedMessage message, PendingNotification pending) {
                ports.queue().markProduced(message.id(), pending.id());
                BrokenRule.produce(ports, message, pending);
            }
        };
    }

    private static MessageCompletion unsealed(DispatchPorts ports, WorkerIdentity self) {
        return new MessageCompletion(ports, self) {
            @Override
            List<PendingNotification> sealed(QueuedMessage message) {
                return merged(message);
            }

            @Override
            void produce(QueuedMessage message, PendingNotification merged) {
                BrokenRule.produce(ports, message, merged);
                message.pending()
                        .forEach(each -> ports.queue().markProduced(message.id(), each.id()));
            }
        };
    }

    private static Dispatcher producedBeforePending(
            DispatchPorts ports, WorkerIdentity self, RetryPlan local, RetryPlan remote) {
        SettlementRules settlementRules =
                new SettlementRules(local, remote, self.random(), NotifiedSenders.ALL);
        return new Dispatcher(ports, self, local, remote, NotifiedSenders.ALL) {
            @Override
            void settle(
                    QueuedMessage message,
                    int at,
                    Claim claim,
                    Map<Integer, AttemptResult> results) {
                Settlement coming =
                        settlementRules.settle(
                                message, at, claim.token(), results, self.clock().millis());
                QueuedMessage after = message.after(at, coming);
                coming.pending().forEach(p -> produce(ports, after, p));
                super.settle(message, at, claim, results);
            }
        };
    }

    private static void produce(
            DispatchPorts ports, QueuedMessage message, PendingNotification pending) {
        try {
            ports.acceptedLog()
                    .produce(ports.notifications().compose(message, pending, new byte[0]));
        } catch (AnswerLost e) {
            // As the sound one leaves it to the rounds.
        }
    }

    private static void dropQuietly(DispatchPorts ports, QueuedBody body) {
        try {
            ports.bodies().drop(body);
        } catch (AnswerLost e) {
            // As the sound one.
        }
    }
}
