package posthorn.mailbox.intake;

import com.google.protobuf.ByteString;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.budget.OctetBudget;
import posthorn.protocol.wire.DeliverAllHeader;
import posthorn.protocol.wire.DeliverAllPart;
import posthorn.protocol.wire.DeliveryRecipient;
import posthorn.runtime.tracing.Span;
import posthorn.runtime.tracing.TraceContext;

/**
 * One message for many accounts: in memory once, its facts read once. Room for it is made before
 * its first octet is asked for.
 */
public final class DeliveryReceiver {

    /** What became of the message for one recipient. */
    public sealed interface Outcome {
        /** Decided. */
        record Decided(Result result) implements Outcome {}

        /** Nothing is known: ask again under the same key. */
        record Unknown(Throwable failure) implements Outcome {}
    }

    private static final int MOST_RECIPIENTS = 1000;
    private static final int AT_ONCE = 64;
    private static final int LONGEST_PREFIX = 64 * 1024;

    private final MessageIntake intake;
    private final TraceContext trace = Span.current().context();
    private final WorkInHand work = new WorkInHand();
    private @Nullable DeliverAllHeader header;
    private OctetBudget.@Nullable Held held;
    private byte[] message = new byte[0];
    private int length;
    private volatile boolean storing;

    /** For one message. */
    public DeliveryReceiver(MessageIntake intake) {
        this.intake = intake;
    }

    /** Completes with one outcome for each recipient, in their order; to be called once. */
    public Uni<List<Outcome>> of(Multi<DeliverAllPart> parts) {
        return parts.onItem()
                .transformToUniAndConcatenate(this::take)
                .collect()
                .last()
                .flatMap(all -> work.begin(deliver()))
                .onTermination()
                .invoke(() -> work.whenOver(this::leave));
    }

    private Uni<Void> take(DeliverAllPart part) {
        if (header == null) {
            return begin(part.getHeader());
        }
        ByteString chunk = part.getChunk();
        if (chunk.size() > message.length - length) {
            throw new InvalidRequest("there is more than the header announced");
        }
        chunk.copyTo(message, length);
        length += chunk.size();
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> begin(DeliverAllHeader first) {
        check(first);
        header = first;
        if (!first.getTransit().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        OctetBudget.Held room = intake.deliveries().open(first.getRecipients(0).getAccount());
        held = room;
        int octets = Math.toIntExact(first.getPrefix().size() + first.getSize());
        return room.add(octets)
                .invoke(() -> {
                    message = new byte[octets];
                    first.getPrefix().copyTo(message, 0);
                    length = first.getPrefix().size();
                });
    }

    private void check(DeliverAllHeader first) {
        int recipients = first.getRecipientsCount();
        if (recipients < 1 || recipients > MOST_RECIPIENTS) {
            throw new InvalidRequest("a message has 1 to " + MOST_RECIPIENTS + " recipients");
        }
        Set<String> keys = new HashSet<>();
        for (DeliveryRecipient recipient : first.getRecipientsList()) {
            if (recipient.getAccount().isEmpty() || recipient.getKey().isEmpty()) {
                throw new InvalidRequest("a delivery needs an account and a key");
            }
            if (!keys.add(recipient.getAccount() + "/" + recipient.getKey())) {
                throw new InvalidRequest("each recipient needs a key of its own");
            }
        }
        intake.checkSize(first.getSize());
        if (first.getPrefix().size() > LONGEST_PREFIX) {
            throw new InvalidRequest("at most " + LONGEST_PREFIX + " octets are prepended");
        }
    }

    private Uni<List<Outcome>> deliver() {
        DeliverAllHeader known = header;
        if (known == null) {
            throw new InvalidRequest("the first part has to be the header");
        }
        if (!known.getTransit().isEmpty()) {
            return intake.fromTransit(
                    intake.deliveries(),
                    known.getRecipients(0).getAccount(),
                    known.getPrefix(),
                    TransitBodies.Name.parse(known.getTransit()),
                    (octets, release) -> deliver(known, octets, release));
        }
        OctetBudget.Held room = held;
        if (room == null || length < message.length) {
            throw new InvalidRequest("there is less than the header announced");
        }
        storing = true;
        return deliver(known, message, room::close);
    }

    private Uni<List<Outcome>> deliver(DeliverAllHeader known, byte[] octets, Runnable release) {
        AtomicInteger holding = new AtomicInteger(known.getRecipientsCount());
        Runnable released =
                () -> {
                    if (holding.decrementAndGet() == 0) {
                        release.run();
                    }
                };
        return intake.finalMessage(octets, known.getPrefix().size(), release)
                .flatMap(ready ->
                        Multi.createFrom()
                                .iterable(known.getRecipientsList())
                                .onItem()
                                .transformToUni(to -> deliver(to, known, ready, released))
                                .merge(AT_ONCE)
                                .collect()
                                .asMap(Delivered::key, Delivered::outcome)
                                .map(outcomes ->
                                        known.getRecipientsList().stream()
                                                .map(to -> outcome(outcomes.get(key(to))))
                                                .toList()));
    }

    private record Delivered(String key, Outcome outcome) {}

    private static String key(DeliveryRecipient to) {
        return to.getAccount() + "/" + to.getKey();
    }

    private static Outcome outcome(@Nullable Outcome known) {
        if (known == null) {
            throw new NoSuchElementException("a recipient has no outcome");
        }
        return known;
    }

    private Uni<Delivered> deliver(
            DeliveryRecipient to,
            DeliverAllHeader known,
            MessageIntake.Ready message,
            Runnable released) {
        MessageIntake.Delivery delivery =
                new MessageIntake.Delivery(to.getAccount(), to.getKey(), known.getSpecialUse());
        intake.arrived(delivery.account(), delivery.key(), trace);
        return intake.deliver(
                        delivery,
                        new MessageIntake.Arrival(known.getFirstAttempt(), known.getArrived()),
                        message,
                        released)
                .<Outcome>map(Outcome.Decided::new)
                .onFailure()
                .recoverWithItem(Outcome.Unknown::new)
                .map(outcome -> new Delivered(key(to), outcome));
    }

    private void leave() {
        if (held != null && !storing) {
            held.close();
        }
    }
}
