package posthorn.frontend.api;

import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.BodyRange;
import posthorn.frontend.store.BodyReader;
import posthorn.frontend.store.StoreUnavailableException;
import posthorn.protocol.wire.BodiesAnswer;
import posthorn.protocol.wire.BodiesRequest;
import posthorn.protocol.wire.BodyOctets;
import posthorn.protocol.wire.MailboxesGrpc;

/**
 * Octets of several small messages, asked for in one call. What does not come with it, because the
 * pod went, the message is gone or is not small, is asked for alone.
 */
final class GrpcBodies {

    private final Future<BodiesAnswer> answer;
    private final AtomicInteger wanted;
    private final ReadingSpans spans;
    private final long asked = System.nanoTime();

    private GrpcBodies(Future<BodiesAnswer> answer, int ranges, ReadingSpans spans) {
        this.answer = answer;
        this.spans = spans;
        this.wanted = new AtomicInteger(ranges);
    }

    /**
     * Begins to read, without waiting.
     *
     * @param spans of those that are taken
     * @param alone reads one of the ranges by itself
     */
    static List<BodyReader> read(
            RetriedCalls calls,
            String account,
            long mailbox,
            List<BodyRange> ranges,
            ReadingSpans spans,
            Function<BodyRange, BodyReader> alone) {
        BodiesRequest request =
                BodiesRequest.newBuilder()
                        .setAccount(account)
                        .setMailbox(mailbox)
                        .addAllRanges(ranges.stream().map(GrpcBodies::encode).toList())
                        .build();
        GrpcBodies together =
                new GrpcBodies(
                        MailboxesGrpc.newFutureStub(calls.channel(account))
                                .withDeadlineAfter(
                                        calls.timeouts().call().toNanos(), TimeUnit.NANOSECONDS)
                                .bodies(request),
                        ranges.size(),
                        spans);
        return IntStream.range(0, ranges.size())
                .<BodyReader>mapToObj(i -> together.new One(i, () -> alone.apply(ranges.get(i))))
                .toList();
    }

    private static posthorn.protocol.wire.BodyRange encode(BodyRange range) {
        return posthorn.protocol.wire.BodyRange.newBuilder()
                .setUid(range.uid())
                .setBody(range.body())
                .setSize(range.octets())
                .setOffset(range.offset())
                .setLength(range.length())
                .build();
    }

    /** The octets at this place of the answer; null: they did not come. */
    private byte @Nullable [] octets(int place) {
        try {
            BodyOctets octets = answer.get().getBodies(place);
            if (!octets.getFound()) {
                return null;
            }
            ReadingSpans.end(spans.begin(octets.getTraceparent(), asked), octets.getData().size());
            return octets.getData().toByteArray();
        } catch (ExecutionException | CancellationException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(
                    "the message cannot be read", Status.CANCELLED.withCause(e).asException());
        }
    }

    /** One reader needs the answer no longer; when none does, it is not waited for. */
    private void leave() {
        if (wanted.decrementAndGet() == 0) {
            answer.cancel(true);
        }
    }

    private final class One implements BodyReader {
        private final int place;
        private final Supplier<BodyReader> alone;
        private @Nullable BodyReader instead;
        private boolean read;
        private boolean left;

        One(int place, Supplier<BodyReader> alone) {
            this.place = place;
            this.alone = alone;
        }

        @Override
        public byte @Nullable [] next() {
            if (!read) {
                read = true;
                byte[] octets = octets(place);
                if (octets != null) {
                    return octets.length == 0 ? null : octets;
                }
                instead = alone.get();
            }
            return instead == null ? null : instead.next();
        }

        @Override
        public void close() {
            read = true;
            if (!left) {
                left = true;
                leave();
            }
            if (instead != null) {
                instead.close();
            }
        }
    }
}
