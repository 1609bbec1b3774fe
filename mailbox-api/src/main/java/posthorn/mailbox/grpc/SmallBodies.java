package posthorn.mailbox.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.UidRange;
import posthorn.mailbox.account.UidSet;
import posthorn.mailbox.accountcache.BodyStore;
import posthorn.protocol.wire.BodiesAnswer;
import posthorn.protocol.wire.BodiesRequest;
import posthorn.protocol.wire.BodyOctets;
import posthorn.protocol.wire.BodyRange;

/** Ranges of many small bodies, with one read of the store. */
final class SmallBodies {

    private static final int MOST = 64;

    private final MailboxReader views;
    private final BodyStore bodies;

    SmallBodies(MailboxReader views, BodyStore bodies) {
        this.views = views;
        this.bodies = bodies;
    }

    Uni<BodiesAnswer> read(BodiesRequest request) {
        List<BodyRange> ranges = request.getRangesList();
        if (ranges.size() > MOST || !ranges.stream().allMatch(SmallBodies::isRange)) {
            return Uni.createFrom()
                    .failure(
                            Status.INVALID_ARGUMENT
                                    .withDescription("too many, or no range")
                                    .asRuntimeException());
        }
        String account = request.getAccount();
        return views.bodyNames(account, request.getMailbox(), unnamed(ranges))
                .flatMap(names -> {
                    List<String> wanted =
                            ranges.stream()
                                    .map(range -> name(range, names))
                                    .filter(Objects::nonNull)
                                    .distinct()
                                    .toList();
                    return Uni.createFrom()
                            .completionStage(() -> bodies.small(account, wanted))
                            .map(found -> answer(ranges, names, found));
                });
    }

    private static boolean isRange(BodyRange range) {
        return range.getOffset() >= 0 && range.getLength() >= 0;
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

    private static BodiesAnswer answer(
            List<BodyRange> ranges, Map<Long, String> names, Map<String, ByteBuffer> found) {
        BodiesAnswer.Builder answer = BodiesAnswer.newBuilder();
        for (BodyRange range : ranges) {
            String name = name(range, names);
            ByteBuffer octets = name == null ? null : found.get(name);
            answer.addBodies(
                    octets == null
                            ? BodyOctets.getDefaultInstance()
                            : BodyOctets.newBuilder()
                                    .setFound(true)
                                    .setData(cut(octets, range))
                                    .build());
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
