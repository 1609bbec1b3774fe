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
import posthorn.delivery.dispatch.AnswerLost;
import posthorn.delivery.dispatch.Body;
import posthorn.delivery.dispatch.FailurePolicy;
import posthorn.delivery.dispatch.LocalDelivery;
import posthorn.delivery.dispatch.Outcome;
import posthorn.delivery.dispatch.Outcome.Delivered;
import posthorn.delivery.dispatch.Trouble;
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
public final class Mailboxes implements LocalDelivery {

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
    public Mailboxes(MailboxApi api, Duration deadline, Duration patience) {
        this.api = api;
        this.deadline = deadline;
        this.patience = patience;
    }

    @Override
    public Map<Integer, Outcome> deliver(
            AcceptedMail mail, Body body, Collection<Integer> ordinals) {
        if (ordinals.size() == 1) {
            int only = ordinals.iterator().next();
            return Map.of(only, deliver(mail, body, only));
        }
        Map<Integer, Future<Outcome>> running = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ordinals.forEach(o -> running.put(o, threads.submit(() -> deliver(mail, body, o))));
        }
        Map<Integer, Outcome> outcomes = new LinkedHashMap<>();
        running.forEach((ordinal, outcome) -> outcomes.put(ordinal, result(outcome)));
        return outcomes;
    }

    /**
     * Which deliveries stand in an account's log.
     *
     * @param keys (message id)/(ordinal)
     * @return in the order of the keys
     * @throws AnswerLost when the account's pod does not answer, or no pod is known
     */
    public List<Boolean> delivered(String account, List<String> keys) {
        DeliveredRequest question =
                DeliveredRequest.newBuilder().setAccount(account).addAllKeys(keys).build();
        try {
            return stub(account).delivered(question).getDeliveredList();
        } catch (StatusRuntimeException | IllegalStateException e) {
            throw new AnswerLost("mailbox-api: " + e.getMessage(), e);
        }
    }

    private static Outcome result(Future<Outcome> outcome) {
        try {
            return outcome.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FailurePolicy.outcome(new Trouble.MailboxAway("interrupted"));
        } catch (ExecutionException e) {
            return FailurePolicy.outcome(new Trouble.Defect(String.valueOf(e.getCause())));
        }
    }

    private Outcome deliver(AcceptedMail mail, Body body, int ordinal) {
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
            case Body.Inline(var octets) -> request.setInline(octets);
            case Body.Transit(String name) -> request.setTransit(name);
            case Body.Gone() -> {
                return FailurePolicy.outcome(new Trouble.BodyMissing("of " + mail.getId()));
            }
        }
        return patiently(request.build());
    }

    private Outcome patiently(DeliverRequest request) {
        long end = System.nanoTime() + patience.toNanos();
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            try {
                return outcome(request, stub(request.getAccount()).deliver(request));
            } catch (StatusRuntimeException e) {
                boolean away = e.getStatus().getCode() == Status.Code.UNAVAILABLE;
                if (!away || System.nanoTime() > end || !slept(pause)) {
                    return outcome(request, e);
                }
                pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
            } catch (IllegalStateException e) {
                return FailurePolicy.outcome(new Trouble.MailboxAway(String.valueOf(e)));
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

    private static Outcome outcome(DeliverRequest request, CommandResult result) {
        return switch (result.getOutcomeCase()) {
            case DONE -> Delivered.stored(request.getAccount());
            case REFUSED ->
                    FailurePolicy.outcome(
                            new Trouble.Refused(
                                    result.getRefused().getReason(),
                                    result.getRefused().getText()));
            case OUTCOME_NOT_SET ->
                    FailurePolicy.outcome(new Trouble.Defect("an answer without an outcome"));
        };
    }

    private Outcome outcome(DeliverRequest request, StatusRuntimeException e) {
        return switch (e.getStatus().getCode()) {
            case NOT_FOUND -> withoutBody(request, e);
            case INVALID_ARGUMENT -> new Outcome.Held("mailbox-api refused: " + e.getMessage());
            default ->
                    FailurePolicy.outcome(
                            new Trouble.MailboxAway("mailbox-api: " + e.getMessage()));
        };
    }

    /** A transit body goes when all is done: then this delivery stands already. */
    private Outcome withoutBody(DeliverRequest request, StatusRuntimeException why) {
        try {
            boolean stands =
                    delivered(request.getAccount(), List.of(request.getKey())).contains(true);
            return stands
                    ? Delivered.stored(request.getAccount())
                    : FailurePolicy.outcome(
                            new Trouble.BodyMissing(String.valueOf(why.getMessage())));
        } catch (AnswerLost e) {
            return FailurePolicy.outcome(new Trouble.MailboxAway(String.valueOf(e.getMessage())));
        }
    }

    private DeliveryGrpc.DeliveryBlockingStub stub(String account) {
        return DeliveryGrpc.newBlockingStub(api.forAccount(account))
                .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }
}
