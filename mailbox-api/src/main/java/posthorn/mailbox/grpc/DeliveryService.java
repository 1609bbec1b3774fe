package posthorn.mailbox.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.accountcache.AccountCache;
import posthorn.mailbox.accountcache.OctetBudget;
import posthorn.mailbox.accountcache.Transit;
import posthorn.mailbox.intake.MessageIntake;
import posthorn.mailbox.wire.Results;
import posthorn.protocol.wire.BodyChunk;
import posthorn.protocol.wire.CommandResult;
import posthorn.protocol.wire.DeliverRequest;
import posthorn.protocol.wire.DeliveredAnswer;
import posthorn.protocol.wire.DeliveredRequest;
import posthorn.protocol.wire.Delivery;
import posthorn.protocol.wire.Dropped;
import posthorn.protocol.wire.TransitName;
import posthorn.protocol.wire.TransitPart;

/** Bodies that wait on the way, and messages that arrive. */
@GrpcService
public final class DeliveryService implements Delivery {

    private static final int MOST_KEYS = 1000;
    private static final int STEP = 256 * 1024;

    private final Transit transit;
    private final MessageIntake intake;
    private final AccountCache accounts;

    @Inject
    DeliveryService(Transit transit, MessageIntake intake, AccountCache accounts) {
        this.transit = transit;
        this.intake = intake;
        this.accounts = accounts;
    }

    @Override
    public Uni<TransitName> putTransit(Multi<TransitPart> parts) {
        AtomicReference<Transit.Name> name = new AtomicReference<>();
        AtomicReference<OctetBudget.@Nullable Lease> room = new AtomicReference<>();
        Multi<ByteBuffer> octets =
                parts.onItem()
                        .transformToUniAndConcatenate(part -> {
                            if (name.get() != null) {
                                return Uni.createFrom().item(part.getChunk());
                            }
                            name.set(intake.transitName(part.getHeader().getMessageId()));
                            return intake.transitRoom()
                                    .invoke(room::set)
                                    .replaceWith(part::getChunk);
                        })
                        .map(ByteString::asReadOnlyByteBuffer);
        return transit.put(() -> known(name.get()), octets)
                .replaceWith(() ->
                        TransitName.newBuilder().setName(known(name.get()).toString()).build())
                .onTermination()
                .invoke(() -> leave(room.get()))
                .onFailure()
                .transform(Failures::status);
    }

    private static void leave(OctetBudget.@Nullable Lease room) {
        if (room != null) {
            room.close();
        }
    }

    private static Transit.Name known(Transit.@Nullable Name name) {
        if (name == null) {
            throw new IllegalArgumentException("the first part has to be the header");
        }
        return name;
    }

    @Override
    public Multi<BodyChunk> getTransit(TransitName name) {
        return Multi.createFrom()
                .deferred(() -> chunks(transit.get(Transit.Name.parse(name.getName()))))
                .onFailure()
                .transform(Failures::status);
    }

    /** Octets of the store in pieces for the wire. */
    static Multi<BodyChunk> chunks(Multi<ByteBuffer> octets) {
        return octets.onItem().transformToIterable(DeliveryService::pieces);
    }

    private static List<BodyChunk> pieces(ByteBuffer octets) {
        ByteString all = UnsafeByteOperations.unsafeWrap(octets);
        return java.util.stream.IntStream.iterate(0, at -> at < all.size(), at -> at + STEP)
                .mapToObj(at -> all.substring(at, Math.min(all.size(), at + STEP)))
                .map(piece -> BodyChunk.newBuilder().setData(piece).build())
                .toList();
    }

    @Override
    public Uni<Dropped> dropTransit(TransitName name) {
        return Uni.createFrom()
                .deferred(() -> transit.drop(Transit.Name.parse(name.getName())))
                .replaceWith(Dropped.getDefaultInstance())
                .onFailure()
                .transform(Failures::status);
    }

    @Override
    public Uni<CommandResult> deliver(DeliverRequest request) {
        return Uni.createFrom()
                .deferred(() -> intake.deliver(request))
                .map(Results::encode)
                .onFailure()
                .transform(Failures::status);
    }

    @Override
    public Uni<DeliveredAnswer> delivered(DeliveredRequest request) {
        List<String> keys = request.getKeysList();
        if (keys.size() > MOST_KEYS) {
            return Uni.createFrom()
                    .failure(
                            Failures.status(
                                    new IllegalArgumentException(
                                            "more than " + MOST_KEYS + " keys")));
        }
        return Uni.createFrom()
                .completionStage(() -> accounts.stores().log().find(request.getAccount(), keys))
                .map(entries -> {
                    Set<String> found = new HashSet<>();
                    entries.forEach(entry -> found.addAll(entry.keys()));
                    DeliveredAnswer.Builder answer = DeliveredAnswer.newBuilder();
                    keys.forEach(key -> answer.addDelivered(found.contains(key)));
                    return answer.build();
                })
                .onFailure()
                .transform(Failures::status);
    }
}
