package posthorn.delivery.api;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import posthorn.delivery.client.MessageContent;
import posthorn.delivery.client.MessageContent.ContentLost;
import posthorn.delivery.ledger.TransitInventory;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.queue.QueuedBodies;
import posthorn.delivery.queue.QueuedBody;
import posthorn.delivery.relay.BodySource;
import posthorn.protocol.wire.BodyChunk;
import posthorn.protocol.wire.DeliveryGrpc;
import posthorn.protocol.wire.ListTransitRequest;
import posthorn.protocol.wire.TransitName;
import posthorn.runtime.api.MailboxApi;

/** Bodies of queued messages: from the document itself, or as a stream from {@code mailbox-api}. */
public final class TransitBodyStreams implements QueuedBodies, BodySource, TransitInventory {

    private static final int CHUNK = 64 * 1024;

    private final MailboxApi api;
    private final Duration deadline;
    private final Duration streamDeadline;

    /**
     * Over {@code api}.
     *
     * @param deadline of a short call
     * @param streamDeadline of reading a whole body, which a slow host may draw out
     */
    public TransitBodyStreams(MailboxApi api, Duration deadline, Duration streamDeadline) {
        this.api = api;
        this.deadline = deadline;
        this.streamDeadline = streamDeadline;
    }

    @Override
    public MessageContent open(QueuedBody body) throws ContentLost {
        return switch (body) {
            case QueuedBody.Inline(ByteString octets) -> new InlineContent(octets);
            case QueuedBody.Transit(String name) -> stream(name);
            case QueuedBody.Gone() -> throw new ContentLost("the body is gone");
        };
    }

    @Override
    public byte[] head(QueuedBody body, int limit) {
        Context.CancellableContext context = Context.current().withCancellation();
        Context before = context.attach();
        try {
            MessageContent content = open(body);
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            Optional<byte[]> chunk = content.next();
            while (chunk.isPresent() && head.size() < limit) {
                head.write(chunk.get(), 0, Math.min(chunk.get().length, limit - head.size()));
                chunk = head.size() < limit ? content.next() : Optional.empty();
            }
            return head.toByteArray();
        } catch (ContentLost e) {
            throw new AnswerLost(String.valueOf(e.getMessage()), e);
        } finally {
            context.detach(before);
            context.cancel(null);
        }
    }

    @Override
    public void drop(QueuedBody body) {
        if (body instanceof QueuedBody.Transit(String name)) {
            drop(name);
        }
    }

    @Override
    public void drop(String name) {
        try {
            stub(name, deadline).dropTransit(TransitName.newBuilder().setName(name).build());
        } catch (StatusRuntimeException | IllegalStateException e) {
            throw new AnswerLost("mailbox-api: " + e.getMessage(), e);
        }
    }

    @Override
    public List<Stored> storedBefore(long before, String after, int limit) {
        ListTransitRequest question =
                ListTransitRequest.newBuilder()
                        .setStoredBefore(before)
                        .setAfter(after)
                        .setLimit(limit)
                        .build();
        try {
            return stub("transit", deadline).listTransit(question).getBodiesList().stream()
                    .map(body -> new Stored(body.getName(), body.getMessageId(), body.getNext()))
                    .toList();
        } catch (StatusRuntimeException | IllegalStateException e) {
            throw new AnswerLost("mailbox-api: " + e.getMessage(), e);
        }
    }

    private MessageContent stream(String name) throws ContentLost {
        try {
            Iterator<BodyChunk> chunks =
                    stub(name, streamDeadline)
                            .getTransit(TransitName.newBuilder().setName(name).build());
            return () -> next(chunks);
        } catch (StatusRuntimeException | IllegalStateException e) {
            throw new ContentLost("mailbox-api: " + e.getMessage());
        }
    }

    private static Optional<byte[]> next(Iterator<BodyChunk> chunks) throws ContentLost {
        try {
            return chunks.hasNext()
                    ? Optional.of(chunks.next().getData().toByteArray())
                    : Optional.empty();
        } catch (StatusRuntimeException e) {
            throw new ContentLost("mailbox-api: " + e.getMessage());
        }
    }

    private DeliveryGrpc.DeliveryBlockingStub stub(String name, Duration limit) {
        return DeliveryGrpc.newBlockingStub(api.any(name))
                .withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Octets at hand, in chunks. */
    private static final class InlineContent implements MessageContent {
        private final ByteString octets;
        private int at;

        InlineContent(ByteString octets) {
            this.octets = octets;
        }

        @Override
        public Optional<byte[]> next() {
            if (at == octets.size()) {
                return Optional.empty();
            }
            int end = Math.min(octets.size(), at + CHUNK);
            byte[] chunk = octets.substring(at, end).toByteArray();
            at = end;
            return Optional.of(chunk);
        }
    }
}
