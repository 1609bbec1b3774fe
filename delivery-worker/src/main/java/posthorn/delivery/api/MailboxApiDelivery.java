package posthorn.delivery.api;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import posthorn.delivery.dispatch.LocalDelivery;
import posthorn.delivery.ledger.AccountLogs;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.AttemptResult.Delivered;
import posthorn.delivery.policy.DeliveryFailure;
import posthorn.delivery.policy.FailurePolicy;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.queue.QueuedBody;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.CommandResult;
import posthorn.protocol.wire.DeliverRequest;
import posthorn.protocol.wire.DeliveredRequest;
import posthorn.protocol.wire.DeliveryGrpc;
import posthorn.protocol.wire.MailRecipient;
import posthorn.runtime.api.MailboxApi;

/**
 * Delivery through {@code mailbox-api}, with Return-Path in front (RFC 5321 §4.4). A pod that is
 * away is asked again for a while before the recipient is deferred: pods restart in seconds.
 */
public final class MailboxApiDelivery implements LocalDelivery, AccountLogs {

    private static final int FIRST_PAUSE_MILLIS = 50;
    private static final int LONGEST_PAUSE_MILLIS = 1000;

    private final MailboxApi api;
    private final Duration deadline;
    private final Duration patience;

    /**
     * Over {@code api}.
     *
     * @param deadline of one call
     * @param patience how long a pod that is away is asked again
     */
    public MailboxApiDelivery(MailboxApi api, Duration deadline, Duration patience) {
        this.api = api;
        this.deadline = deadline;
        this.patience = patience;
    }

    @Override
    public Map<Integer, AttemptResult> deliver(
            AcceptedMail mail, QueuedBody body, Collection<Integer> ordinals) {
        if (ordinals.size() == 1) {
            int only = ordinals.iterator().next();
            return Map.of(only, deliver(mail, body, only));
        }
        Map<Integer, Future<AttemptResult>> running = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ordinals.forEach(o -> running.put(o, threads.submit(() -> deliver(mail, body, o))));
        }
        Map<Integer, AttemptResult> results = new LinkedHashMap<>();
        running.forEach((ordinal, result) -> results.put(ordinal, result(result)));
        return results;
    }

    @Override
    public List<Boolean> delivered(String account, List<String> keys) {
        DeliveredRequest question =
                DeliveredRequest.newBuilder().setAccount(account).addAllKeys(keys).build();
        try {
            return stub(account).delivered(question).getDeliveredList();
        } catch (StatusRuntimeException | IllegalStateException e) {
            throw new AnswerLost("mailbox-api: " + e.getMessage(), e);
        }
    }

    private static AttemptResult result(Future<AttemptResult> result) {
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FailurePolicy.result(new DeliveryFailure.MailboxUnavailable("interrupted"));
        } catch (ExecutionException e) {
            return FailurePolicy.result(new DeliveryFailure.Defect());
        }
    }

    private AttemptResult deliver(AcceptedMail mail, QueuedBody body, int ordinal) {
        MailRecipient recipient = mail.getRecipients(ordinal);
        DeliverRequest.Builder request =
                DeliverRequest.newBuilder()
                        .setAccount(recipient.getAccount())
                        .setKey(mail.getId() + "/" + ordinal)
                        .setPrefix(
                                com.google.protobuf.ByteString.copyFrom(
                                        "Return-Path: <" + mail.getReversePath() + ">\r\n",
                                        StandardCharsets.UTF_8))
                        .setFirstAttempt(mail.getArrival().getAt())
                        .setArrived(mail.getArrival().getAt())
                        .setRecipient(recipient.getAddress());
        switch (body) {
            case QueuedBody.Inline(var octets) -> request.setInline(octets);
            case QueuedBody.Transit(String name) -> request.setTransit(name);
            case QueuedBody.Gone() -> {
                return FailurePolicy.result(new DeliveryFailure.BodyMissing("of " + mail.getId()));
            }
        }
        return patiently(request.build());
    }

    private AttemptResult patiently(DeliverRequest request) {
        long end = System.nanoTime() + patience.toNanos();
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            try {
                return result(request, stub(request.getAccount()).deliver(request));
            } catch (StatusRuntimeException e) {
                boolean away = e.getStatus().getCode() == Status.Code.UNAVAILABLE;
                if (!away || System.nanoTime() > end || !slept(pause)) {
                    return result(request, e);
                }
                pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
            } catch (IllegalStateException e) {
                return FailurePolicy.result(
                        new DeliveryFailure.MailboxUnavailable(String.valueOf(e)));
            }
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

    private static AttemptResult result(DeliverRequest request, CommandResult result) {
        return switch (result.getOutcomeCase()) {
            case DONE -> Delivered.stored(request.getAccount());
            case REFUSED ->
                    FailurePolicy.result(
                            new DeliveryFailure.MailboxRefused(
                                    result.getRefused().getReason(),
                                    result.getRefused().getText()));
            case OUTCOME_NOT_SET -> FailurePolicy.result(new DeliveryFailure.Defect());
        };
    }

    private AttemptResult result(DeliverRequest request, StatusRuntimeException e) {
        return switch (e.getStatus().getCode()) {
            case NOT_FOUND -> withoutBody(request, e);
            case INVALID_ARGUMENT ->
                    new AttemptResult.Held("mailbox-api refused: " + e.getMessage());
            default ->
                    FailurePolicy.result(
                            new DeliveryFailure.MailboxUnavailable(
                                    "mailbox-api: " + e.getMessage()));
        };
    }

    /** A transit body goes when all is done: then this delivery stands already. */
    private AttemptResult withoutBody(DeliverRequest request, StatusRuntimeException why) {
        try {
            boolean stands =
                    delivered(request.getAccount(), List.of(request.getKey())).contains(true);
            return stands
                    ? Delivered.stored(request.getAccount())
                    : FailurePolicy.result(
                            new DeliveryFailure.BodyMissing(String.valueOf(why.getMessage())));
        } catch (AnswerLost e) {
            return FailurePolicy.result(
                    new DeliveryFailure.MailboxUnavailable(String.valueOf(e.getMessage())));
        }
    }

    private DeliveryGrpc.DeliveryBlockingStub stub(String account) {
        return DeliveryGrpc.newBlockingStub(api.forAccount(account))
                .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }
}
