package posthorn.delivery.dispatch;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.NotifiedSenders;
import posthorn.delivery.policy.SettlementRules;
import posthorn.delivery.policy.TestRetryPlans;
import posthorn.delivery.queue.Claim;
import posthorn.delivery.queue.Destination;
import posthorn.delivery.queue.QueueStore;
import posthorn.delivery.queue.QueueStore.DestinationRef;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.delivery.queue.Settlement;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.Arrival;
import posthorn.protocol.wire.MailRecipient;

/** A worker that claims and settles every destination it can get, as the dispatcher does. */
public final class CompetingWorker {

    private final String name;
    private final RetryingQueue queue;
    private final Map<String, Integer> settled;
    private final SettlementRules settlementRules =
            new SettlementRules(
                    TestRetryPlans.standard(),
                    TestRetryPlans.standard(),
                    new Random(1),
                    NotifiedSenders.ALL);
    private int tokens;

    /** A rival that counts what it settled, by message id and destination. */
    public CompetingWorker(String name, QueueStore store, Map<String, Integer> settled) {
        this.name = name;
        this.queue = new RetryingQueue(store, _ -> LockSupport.parkNanos(2_000_000));
        this.settled = settled;
    }

    /** Inserts those that are missing, and settles until nothing is due. */
    public void settleAll(List<QueuedMessage> messages) {
        messages.forEach(queue::insert);
        boolean more = true;
        while (more) {
            more = false;
            for (QueuedMessage message : messages) {
                QueuedMessage standing = queue.find(message.id()).orElseThrow();
                for (int at = 0; at < standing.destinations().size(); at++) {
                    more |= settle(standing, at);
                }
            }
        }
    }

    private boolean settle(QueuedMessage seen, int at) {
        Destination destination = seen.destinations().get(at);
        if (destination.claim().isPresent() || seen.open(at).isEmpty()) {
            return destination.claim().isPresent();
        }
        Claim claim = new Claim(name + "-" + tokens++, name);
        Optional<QueuedMessage> claimed =
                queue.claim(new DestinationRef(seen.id(), at, destination), claim);
        if (claimed.isPresent()) {
            QueuedMessage message = claimed.get();
            Settlement done =
                    settlementRules.settle(
                            message,
                            at,
                            claim.token(),
                            Map.of(
                                    message.open(at).getFirst().ordinal(),
                                    AttemptResult.Delivered.relayed("mx", "250 ok")),
                            5000);
            if (queue.markEndingData(seen.id(), at, claim.token())
                    && queue.settle(seen.id(), at, claim, done)) {
                settled.merge(seen.id() + "/" + at, 1, Integer::sum);
            }
        }
        return true;
    }

    /** A message to two destinations. */
    public static QueuedMessage message(String id) {
        return QueuedMessage.accepted(
                AcceptedMail.newBuilder()
                        .setId(id)
                        .setArrival(Arrival.newBuilder().setAt(1000))
                        .addRecipients(MailRecipient.newBuilder().setAddress("a@a.test"))
                        .addRecipients(MailRecipient.newBuilder().setAddress("b@b.test"))
                        .setInline(ByteString.copyFromUtf8("x\r\n"))
                        .setSize(3)
                        .build(),
                1000);
    }
}
