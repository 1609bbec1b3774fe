package posthorn.delivery.api;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
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

/** Bodies of queued messages: from the document itself, or in ranges from {@code mailbox-api}. */
public final class TransitBodyStreams implements QueuedBodies, BodySource, TransitInventory {

    private static final Logger LOG = Logger.getLogger(TransitBodyStreams.class);
    private static final int CHUNK = 64 * 1024;
    private static final int RANGE = 256 * 1024;

    private final MailboxChannels channels;
    private final Duration deadline;

    /**
     * Over {@code channels}.
     *
     * @param deadline of one call
     */
    public TransitBodyStreams(MailboxChannels channels, Duration deadline) {
        this.channels = channels;
        this.deadline = deadline;
    }

    @Override
    public MessageContent open(QueuedBody body) throws ContentLost {
        return switch (body) {
            case QueuedBody.Inline(ByteString octets) -> new InlineContent(octets);
            case QueuedBody.Transit(String name) -> new TransitContent(name);
            case QueuedBody.Gone() -> throw new ContentLost("the body is gone");
        };
    }

    @Override
    public byte[] head(QueuedBody body, int limit) {
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
            stub(channels.any(name)).dropTransit(TransitName.newBuilder().setName(name).build());
        } catch (StatusRuntimeException | IllegalStateException e) {
            throw new AnswerLost(CallFailure.words(e), e);
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
            return stub(channels.any("transit")).listTransit(question).getBodiesList().stream()
                    .map(body -> new Stored(body.getName(), body.getMessageId(), body.getNext()))
                    .toList();
        } catch (StatusRuntimeException | IllegalStateException e) {
            throw new AnswerLost(CallFailure.words(e), e);
        }
    }

    /**
     * A range of the body, read to its end: a stream that stands half read would hold up the other
     * calls of its connection for as long as the host is slow.
     */
    private byte[] range(String name, long offset) throws ContentLost {
        TransitName range =
                TransitName.newBuilder().setName(name).setOffset(offset).setLength(RANGE).build();
        try {
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            Iterator<BodyChunk> chunks = stub(channels.streams(name)).getTransit(range);
            while (chunks.hasNext()) {
                octets.writeBytes(chunks.next().getData().toByteArray());
            }
            return octets.toByteArray();
        } catch (StatusRuntimeException | IllegalStateException e) {
            LOG.warnf(e, "transit body %s cannot be read", name);
            throw new ContentLost(CallFailure.words(e));
        }
    }

    private DeliveryGrpc.DeliveryBlockingStub stub(Channel channel) {
        return DeliveryGrpc.newBlockingStub(channel)
                .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A body in ranges, the next one when the last one was taken. */
    private final class TransitContent implements MessageContent {
        private final String name;
        private long offset;
        private boolean ended;

        TransitContent(String name) {
            this.name = name;
        }

        @Override
        public Optional<byte[]> next() throws ContentLost {
            if (ended) {
                return Optional.empty();
            }
            byte[] octets = range(name, offset);
            offset += octets.length;
            ended = octets.length < RANGE;
            return octets.length == 0 ? Optional.empty() : Optional.of(octets);
        }
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
