package posthorn.mailbox.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.UidRange;
import posthorn.mailbox.account.UidSet;
import posthorn.mailbox.accountcache.BodyStore;
import posthorn.mailbox.intake.InvalidRequest;
import posthorn.mailbox.tracing.EntryTraces;
import posthorn.protocol.wire.BodiesAnswer;
import posthorn.protocol.wire.BodiesRequest;
import posthorn.protocol.wire.BodyOctets;
import posthorn.protocol.wire.BodyRange;

/**
 * Ranges of many small bodies, with few reads of the store however many they are: of messages of
 * which only the first octets are wanted the headers alone, where that is enough; of all others the
 * whole, once for all their ranges.
 */
final class SmallBodies {

    private static final int MOST = 64;
    private static final int MOST_RANGES = 256;
    private static final int MOST_OCTETS = 4 * 1024 * 1024;

    private final MailboxReader views;
    private final BodyStore bodies;
    private final EntryTraces traces;

    SmallBodies(MailboxReader views, BodyStore bodies, EntryTraces traces) {
        this.views = views;
        this.bodies = bodies;
        this.traces = traces;
    }

    Uni<BodiesAnswer> read(BodiesRequest request) {
        List<BodyRange> ranges = request.getRangesList();
        if (ranges.size() > MOST_RANGES) {
            throw new InvalidRequest("more than " + MOST_RANGES + " ranges");
        }
        ranges.forEach(range -> DeliveryService.checkRange(range.getOffset(), range.getLength()));
        String account = request.getAccount();
        return views.bodyNames(account, request.getMailbox(), unnamed(ranges))
                .flatMap(names -> {
                    Map<String, Wanted> wanted = wanted(ranges, names);
                    if (wanted.size() > MOST) {
                        throw new InvalidRequest("ranges of more than " + MOST + " bodies");
                    }
                    return octets(account, wanted).map(found -> answer(request, names, found));
                });
    }

    /** Octets of the answer at most, as far as the request tells. */
    static long octets(BodiesRequest request) {
        long octets = 0;
        for (BodyRange range : request.getRangesList()) {
            octets +=
                    range.getLength() <= 0
                            ? BodyStore.SMALL
                            : Math.min(range.getLength(), BodyStore.SMALL);
        }
        return Math.min(octets, MOST_OCTETS);
    }

    private static UidSet unnamed(List<BodyRange> ranges) {
        return UidSet.of(
                ranges.stream()
                        .filter(range -> range.getBody().isEmpty())
                        .map(range -> new UidRange(range.getUid(), range.getUid()))
                        .toList());
    }

    private static @Nullable String name(BodyRange range, Map<Long, String> names) {
        return range.getBody().isEmpty() ? names.get(range.getUid()) : range.getBody();
    }

    private static long end(BodyRange range) {
        return range.getLength() == 0 ? Long.MAX_VALUE : range.getOffset() + range.getLength();
    }

    /**
     * What is wanted of a body.
     *
     * @param end how far into it the ranges reach
     * @param size octets of the message, as the caller knows; 0: it does not
     */
    private record Wanted(long end, long size) {
        Wanted and(Wanted other) {
            return new Wanted(Math.max(end, other.end), Math.max(size, other.size));
        }

        /** Whether the header may be enough, and is less than the whole. */
        boolean headerFirst() {
            return size > BodyStore.HEADER_APART && end < size && end <= BodyStore.SMALL;
        }
    }

    private static Map<String, Wanted> wanted(List<BodyRange> ranges, Map<Long, String> names) {
        Map<String, Wanted> wanted = new HashMap<>();
        for (BodyRange range : ranges) {
            String name = name(range, names);
            if (name != null) {
                wanted.merge(name, new Wanted(end(range), range.getSize()), Wanted::and);
            }
        }
        return wanted;
    }

    /** First octets of the bodies, enough for the ranges where there are so many. */
    private Uni<Map<String, ByteBuffer>> octets(String account, Map<String, Wanted> wanted) {
        Set<String> headers = new HashSet<>();
        Set<String> whole = new HashSet<>();
        wanted.forEach((name, body) -> (body.headerFirst() ? headers : whole).add(name));
        return both(account, headers, whole, wanted)
                .flatMap(found -> {
                    headers.removeAll(found.keySet());
                    whole.removeAll(found.keySet());
                    whole.removeIf(name -> endOf(name, wanted) > BodyStore.SMALL);
                    return both(account, whole, headers, wanted)
                            .map(more -> {
                                found.putAll(more);
                                return found;
                            });
                });
    }

    private Uni<Map<String, ByteBuffer>> both(
            String account, Set<String> headers, Set<String> whole, Map<String, Wanted> wanted) {
        Uni<Map<String, ByteBuffer>> first =
                headers.isEmpty()
                        ? Uni.createFrom().item(Map.of())
                        : Uni.createFrom()
                                .completionStage(
                                        () -> bodies.headers(account, Set.copyOf(headers)));
        Uni<Map<String, ByteBuffer>> second =
                whole.isEmpty()
                        ? Uni.createFrom().item(Map.of())
                        : Uni.createFrom()
                                .completionStage(() -> bodies.small(account, Set.copyOf(whole)));
        return Uni.combine()
                .all()
                .unis(first, second)
                .with((heads, bodies) -> {
                    Map<String, ByteBuffer> found = new HashMap<>(heads);
                    found.entrySet()
                            .removeIf(head ->
                                    head.getValue().remaining() < endOf(head.getKey(), wanted));
                    found.putAll(bodies);
                    return found;
                });
    }

    private static long endOf(String name, Map<String, Wanted> wanted) {
        Wanted body = wanted.get(name);
        return body == null ? 0 : body.end();
    }

    private BodiesAnswer answer(
            BodiesRequest request, Map<Long, String> names, Map<String, ByteBuffer> found) {
        BodiesAnswer.Builder answer = BodiesAnswer.newBuilder();
        long octets = 0;
        for (BodyRange range : request.getRangesList()) {
            String name = name(range, names);
            ByteBuffer body = name == null ? null : found.get(name);
            ByteString cut = body == null ? ByteString.EMPTY : cut(body, range);
            if (name == null || body == null || octets + cut.size() > MOST_OCTETS) {
                answer.addBodies(BodyOctets.getDefaultInstance());
            } else {
                octets += cut.size();
                answer.addBodiesBuilder()
                        .setFound(true)
                        .setData(cut)
                        .setTraceparent(traces.ofBody(request.getAccount(), name).traceparent());
            }
        }
        return answer.build();
    }

    private static ByteString cut(ByteBuffer octets, BodyRange range) {
        ByteString all = UnsafeByteOperations.unsafeWrap(octets);
        int from = (int) Math.min(range.getOffset(), all.size());
        long length = range.getLength() == 0 ? all.size() : range.getLength();
        return all.substring(from, from + (int) Math.min(length, all.size() - from));
    }
}
