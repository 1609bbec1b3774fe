package posthorn.delivery.api;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import posthorn.delivery.dispatch.LocalDelivery;
import posthorn.delivery.ledger.AccountLogs;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.AttemptResult.Delivered;
import posthorn.delivery.policy.DeliveryFailure;
import posthorn.delivery.policy.DeliveryFailure.MailboxUnavailable;
import posthorn.delivery.policy.FailurePolicy;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.queue.QueuedBody;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.CommandResult;
import posthorn.protocol.wire.DeliverAllAnswer;
import posthorn.protocol.wire.DeliverAllHeader;
import posthorn.protocol.wire.DeliveredRequest;
import posthorn.protocol.wire.DeliveryGrpc;
import posthorn.protocol.wire.DeliveryOutcome;
import posthorn.protocol.wire.DeliveryRecipient;
import posthorn.protocol.wire.MailRecipient;
import posthorn.runtime.tracing.Span;

/**
 * Delivery through {@code mailbox-api}, with Return-Path in front (RFC 5321 §4.4): one call per pod
 * for all recipients whose accounts it serves. A pod that restarts is asked again for a while. One
 * that is sick is not: its {@link PodBreakers breaker} opens, and mail for it waits in the queue,
 * so that nobody waits here for long.
 */
public final class MailboxApiDelivery implements LocalDelivery, AccountLogs {

    private static final Logger LOG = Logger.getLogger(MailboxApiDelivery.class);
    private static final int MOST_RECIPIENTS = 1000;

    /** The use of the mailbox for junk (RFC 6154 §2). */
    private static final String JUNK = "Junk";

    private static final int FIRST_PAUSE_MILLIS = 50;
    private static final int LONGEST_PAUSE_MILLIS = 1000;
    private static final int LOOK_EVERY_MILLIS = 250;

    private final MailboxChannels channels;
    private final PodBreakers breakers;
    private final Duration deadline;
    private final Duration retryFor;

    /**
     * Over {@code channels}.
     *
     * @param deadline of one call
     * @param retryFor how long a pod that cannot be reached is asked again
     */
    public MailboxApiDelivery(
            MailboxChannels channels, PodBreakers breakers, Duration deadline, Duration retryFor) {
        this.channels = channels;
        this.breakers = breakers;
        this.deadline = deadline;
        this.retryFor = retryFor;
    }

    /** What goes to one pod in one call. */
    private record Group(AcceptedMail mail, QueuedBody body, List<Integer> ordinals) {

        String account() {
            return mail.getRecipients(ordinals.getFirst()).getAccount();
        }

        String key(int ordinal) {
            return mail.getId() + "/" + ordinal;
        }

        /** That it is in the mailbox of a recipient; for one that is junk, why it is. */
        Delivered stored(int ordinal) {
            String account = mail.getRecipients(ordinal).getAccount();
            return mail.getJunk().isEmpty()
                    ? Delivered.stored(account)
                    : Delivered.storedAsJunk(account, mail.getJunk());
        }

        Map<Integer, AttemptResult> all(AttemptResult result) {
            Map<Integer, AttemptResult> results = new LinkedHashMap<>();
            ordinals.forEach(ordinal -> results.put(ordinal, result));
            return results;
        }

        Map<Integer, AttemptResult> unavailable(String reason) {
            return all(FailurePolicy.result(new MailboxUnavailable(reason)));
        }
    }

    @Override
    public Map<Integer, AttemptResult> deliver(
            AcceptedMail mail, QueuedBody body, Collection<Integer> ordinals) {
        List<Group> groups = groups(mail, body, ordinals);
        if (groups.size() == 1) {
            return deliver(groups.getFirst());
        }
        Map<Integer, AttemptResult> results = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Map<Integer, AttemptResult>>> running = new ArrayList<>();
            Span around = Span.current();
            groups.forEach(
                    group -> running.add(threads.submit(() -> around.call(() -> deliver(group)))));
            for (int i = 0; i < groups.size(); i++) {
                results.putAll(result(groups.get(i), running.get(i)));
            }
        }
        return results;
    }

    private List<Group> groups(AcceptedMail mail, QueuedBody body, Collection<Integer> ordinals) {
        IdentityHashMap<Object, List<Integer>> byPod = new IdentityHashMap<>();
        List<Group> groups = new ArrayList<>();
        for (int ordinal : ordinals) {
            Object pod = pod(mail.getRecipients(ordinal).getAccount());
            List<Integer> group = byPod.get(pod);
            if (group == null || group.size() == MOST_RECIPIENTS) {
                group = new ArrayList<>();
                byPod.put(pod, group);
                groups.add(new Group(mail, body, group));
            }
            group.add(ordinal);
        }
        return groups;
    }

    private Object pod(String account) {
        try {
            return channels.streams(account);
        } catch (IllegalStateException e) {
            return this;
        }
    }

    private static Map<Integer, AttemptResult> result(
            Group group, Future<Map<Integer, AttemptResult>> running) {
        try {
            return running.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return group.unavailable(CallFailure.words(Status.Code.CANCELLED));
        } catch (ExecutionException e) {
            LOG.errorf(e, "ALARM: id=%s a delivery failed unexpectedly", group.mail().getId());
            return group.all(FailurePolicy.result(new DeliveryFailure.Defect()));
        }
    }

    private Map<Integer, AttemptResult> deliver(Group group) {
        if (group.body() instanceof QueuedBody.Gone) {
            return group.all(
                    FailurePolicy.result(
                            new DeliveryFailure.BodyMissing("of " + group.mail().getId())));
        }
        long end = System.nanoTime() + retryFor.toNanos();
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            try {
                Channel channel = channels.streams(group.account());
                PodBreaker breaker = breakers.of(channel);
                if (!breaker.begin()) {
                    return group.unavailable("the mailbox service is away and asked again soon");
                }
                return results(group, call(group, channel, breaker));
            } catch (StatusRuntimeException e) {
                boolean away = e.getStatus().getCode() == Status.Code.UNAVAILABLE;
                if (!away || System.nanoTime() > end || !slept(pause)) {
                    return failed(group, e);
                }
                pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
            } catch (IllegalStateException e) {
                return group.unavailable(CallFailure.words(e));
            }
        }
    }

    private DeliverAllAnswer call(Group group, Channel channel, PodBreaker breaker) {
        ByteString octets =
                group.body() instanceof QueuedBody.Inline(ByteString inline)
                        ? inline
                        : ByteString.EMPTY;
        MessageUpload upload = new MessageUpload(header(group, octets.size()), octets);
        try {
            DeliveryGrpc.newStub(channel)
                    .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
                    .deliverAll(upload);
            DeliverAllAnswer answer = await(upload, breaker);
            breaker.answered();
            return answer;
        } catch (StatusRuntimeException e) {
            switch (e.getStatus().getCode()) {
                case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED -> breaker.failed();
                default -> breaker.answered();
            }
            throw e;
        } finally {
            upload.cancel();
        }
    }

    /** Waits for the answer, or until the pod has been silent for too long. */
    private static DeliverAllAnswer await(MessageUpload upload, PodBreaker breaker) {
        long began = System.nanoTime();
        while (true) {
            try {
                return upload.answer().get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (breaker.stalled(began)) {
                    throw Status.DEADLINE_EXCEEDED
                            .withDescription("the pod answers nobody")
                            .asRuntimeException();
                }
            } catch (ExecutionException e) {
                throw Status.fromThrowable(e).asRuntimeException();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Status.CANCELLED.asRuntimeException();
            }
        }
    }

    private static DeliverAllHeader header(Group group, long size) {
        AcceptedMail mail = group.mail();
        DeliverAllHeader.Builder header =
                DeliverAllHeader.newBuilder()
                        .setPrefix(
                                ByteString.copyFromUtf8(
                                                "Return-Path: <" + mail.getReversePath() + ">\r\n")
                                        .concat(mail.getPrefix()))
                        .setSpecialUse(mail.getJunk().isEmpty() ? "" : JUNK)
                        .setSize(size)
                        .setFirstAttempt(mail.getArrival().getAt())
                        .setArrived(mail.getArrival().getAt());
        if (group.body() instanceof QueuedBody.Transit(String name)) {
            header.setTransit(name);
        }
        for (int ordinal : group.ordinals()) {
            MailRecipient recipient = mail.getRecipients(ordinal);
            header.addRecipients(
                    DeliveryRecipient.newBuilder()
                            .setAccount(recipient.getAccount())
                            .setKey(group.key(ordinal))
                            .setRecipient(recipient.getAddress()));
        }
        return header.build();
    }

    private static Map<Integer, AttemptResult> results(Group group, DeliverAllAnswer answer) {
        Map<Integer, AttemptResult> results = new LinkedHashMap<>();
        for (int i = 0; i < group.ordinals().size(); i++) {
            int ordinal = group.ordinals().get(i);
            results.put(
                    ordinal,
                    i < answer.getOutcomesCount()
                            ? result(group.stored(ordinal), answer.getOutcomes(i))
                            : FailurePolicy.result(new DeliveryFailure.Defect()));
        }
        return results;
    }

    private static AttemptResult result(Delivered stored, DeliveryOutcome outcome) {
        return switch (outcome.getOutcomeCase()) {
            case RESULT -> result(stored, outcome.getResult());
            case FAILURE ->
                    FailurePolicy.result(
                            new MailboxUnavailable(
                                    switch (outcome.getFailure().getKind()) {
                                        case ACCOUNT_OVERLOADED ->
                                                "too much mail waits for the mailbox already";
                                        case ACCOUNT_UNAVAILABLE,
                                                ACCOUNT_FAILURE_UNSPECIFIED,
                                                UNRECOGNIZED ->
                                                "the mailbox cannot be written to now";
                                    }));
            case OUTCOME_NOT_SET -> FailurePolicy.result(new DeliveryFailure.Defect());
        };
    }

    private static AttemptResult result(Delivered stored, CommandResult result) {
        return switch (result.getOutcomeCase()) {
            case DONE -> stored;
            case REFUSED ->
                    FailurePolicy.result(
                            new DeliveryFailure.MailboxRefused(
                                    result.getRefused().getReason(),
                                    result.getRefused().getText()));
            case OUTCOME_NOT_SET -> FailurePolicy.result(new DeliveryFailure.Defect());
        };
    }

    private Map<Integer, AttemptResult> failed(Group group, StatusRuntimeException e) {
        LOG.warnf(e, "id=%s could not be delivered to mailboxes", group.mail().getId());
        return switch (e.getStatus().getCode()) {
            case NOT_FOUND -> withoutBody(group);
            case INVALID_ARGUMENT ->
                    group.all(
                            new AttemptResult.Held(
                                    "the mailbox service does not take this delivery; the worker's"
                                            + " log says why"));
            default -> group.unavailable(CallFailure.words(e));
        };
    }

    /** A transit body goes when all is done: then these deliveries stand already. */
    private Map<Integer, AttemptResult> withoutBody(Group group) {
        Map<Integer, AttemptResult> results = new LinkedHashMap<>();
        for (int ordinal : group.ordinals()) {
            String account = group.mail().getRecipients(ordinal).getAccount();
            try {
                boolean stands = delivered(account, List.of(group.key(ordinal))).contains(true);
                results.put(
                        ordinal,
                        stands
                                ? group.stored(ordinal)
                                : FailurePolicy.result(
                                        new DeliveryFailure.BodyMissing(
                                                "of " + group.mail().getId())));
            } catch (AnswerLost e) {
                results.put(
                        ordinal,
                        FailurePolicy.result(
                                new MailboxUnavailable(Objects.requireNonNull(e.getMessage()))));
            }
        }
        return results;
    }

    @Override
    public List<Boolean> delivered(String account, List<String> keys) {
        DeliveredRequest question =
                DeliveredRequest.newBuilder().setAccount(account).addAllKeys(keys).build();
        try {
            return DeliveryGrpc.newBlockingStub(channels.forAccount(account))
                    .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
                    .delivered(question)
                    .getDeliveredList();
        } catch (StatusRuntimeException | IllegalStateException e) {
            throw new AnswerLost(CallFailure.words(e), e);
        }
    }

    private static boolean slept(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
