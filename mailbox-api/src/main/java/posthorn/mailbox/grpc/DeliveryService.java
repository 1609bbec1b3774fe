package posthorn.mailbox.grpc;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import posthorn.mailbox.accountcache.AccountCache;
import posthorn.mailbox.budget.Overloaded;
import posthorn.mailbox.intake.DeliveryReceiver;
import posthorn.mailbox.intake.InvalidRequest;
import posthorn.mailbox.intake.MessageIntake;
import posthorn.mailbox.intake.TransitBodies;
import posthorn.mailbox.intake.TransitReceiver;
import posthorn.mailbox.wire.Results;
import posthorn.protocol.wire.AccountFailure;
import posthorn.protocol.wire.AccountFailureKind;
import posthorn.protocol.wire.BodyChunk;
import posthorn.protocol.wire.CommandResult;
import posthorn.protocol.wire.DeliverAllAnswer;
import posthorn.protocol.wire.DeliverAllPart;
import posthorn.protocol.wire.DeliverRequest;
import posthorn.protocol.wire.DeliveredAnswer;
import posthorn.protocol.wire.DeliveredRequest;
import posthorn.protocol.wire.DeliveryGrpc;
import posthorn.protocol.wire.DeliveryOutcome;
import posthorn.protocol.wire.Dropped;
import posthorn.protocol.wire.ListTransitAnswer;
import posthorn.protocol.wire.ListTransitRequest;
import posthorn.protocol.wire.TransitBody;
import posthorn.protocol.wire.TransitName;
import posthorn.protocol.wire.TransitPart;
import posthorn.runtime.grpc.RequestStream;
import posthorn.runtime.grpc.ResponseStream;
import posthorn.runtime.grpc.SingleResponse;

/** Bodies that wait on the way, and messages that arrive. */
@GrpcService
public final class DeliveryService extends DeliveryGrpc.DeliveryImplBase {

    private static final int MOST_KEYS = 1000;
    private static final int MOST_LISTED = 1000;

    private final TransitBodies transit;
    private final MessageIntake intake;
    private final AccountCache accounts;
    private final Readers readers;

    @Inject
    DeliveryService(
            TransitBodies transit, MessageIntake intake, AccountCache accounts, Readers readers) {
        this.transit = transit;
        this.intake = intake;
        this.accounts = accounts;
        this.readers = readers;
    }

    private static <A> void answer(Supplier<Uni<A>> answer, StreamObserver<A> caller) {
        SingleResponse.send(Uni.createFrom().deferred(answer::get), caller, Failures::status);
    }

    @Override
    public StreamObserver<TransitPart> putTransit(StreamObserver<TransitName> caller) {
        return RequestStream.receive(
                caller,
                parts ->
                        new TransitReceiver(intake)
                                .of(parts)
                                .map(name ->
                                        TransitName.newBuilder().setName(name.toString()).build()),
                Failures::status);
    }

    @Override
    public void getTransit(TransitName name, StreamObserver<BodyChunk> caller) {
        Multi<BodyChunk> chunks =
                Multi.createFrom()
                        .deferred(() -> {
                            checkRange(name.getOffset(), name.getLength());
                            return chunks(
                                    transit.get(
                                            TransitBodies.Name.parse(name.getName()),
                                            name.getOffset(),
                                            name.getLength()));
                        });
        ResponseStream.send(readers.counted(chunks), caller, Failures::status);
    }

    static void checkRange(long offset, long length) {
        if (offset < 0 || length < 0 || offset + length < 0) {
            throw new InvalidRequest("a range begins and is as long as 0 or more");
        }
    }

    /** Octets of the store for the wire. */
    static Multi<BodyChunk> chunks(Multi<ByteBuffer> octets) {
        return octets.map(piece ->
                BodyChunk.newBuilder().setData(UnsafeByteOperations.unsafeWrap(piece)).build());
    }

    @Override
    public void dropTransit(TransitName name, StreamObserver<Dropped> caller) {
        answer(
                () ->
                        transit.drop(TransitBodies.Name.parse(name.getName()))
                                .replaceWith(Dropped.getDefaultInstance()),
                caller);
    }

    @Override
    public void listTransit(ListTransitRequest request, StreamObserver<ListTransitAnswer> caller) {
        answer(
                () -> {
                    int limit = request.getLimit() == 0 ? MOST_LISTED : request.getLimit();
                    if (limit < 1 || limit > MOST_LISTED) {
                        throw new InvalidRequest("a page has 1 to " + MOST_LISTED + " bodies");
                    }
                    return transit.list(
                                    request.getStoredBefore(),
                                    TransitPage.after(request.getAfter()),
                                    limit)
                            .map(DeliveryService::listed);
                },
                caller);
    }

    private static ListTransitAnswer listed(List<TransitBodies.Stored> bodies) {
        ListTransitAnswer.Builder answer = ListTransitAnswer.newBuilder();
        bodies.forEach(body ->
                answer.addBodies(
                        TransitBody.newBuilder()
                                .setName(body.name().toString())
                                .setMessageId(body.name().message())
                                .setStored(body.stored())
                                .setNext(TransitPage.next(body))));
        return answer.build();
    }

    @Override
    public void deliver(DeliverRequest request, StreamObserver<CommandResult> caller) {
        answer(() -> intake.deliver(request).map(Results::encode), caller);
    }

    @Override
    public StreamObserver<DeliverAllPart> deliverAll(StreamObserver<DeliverAllAnswer> caller) {
        return RequestStream.receive(
                caller,
                parts ->
                        new DeliveryReceiver(intake)
                                .of(parts)
                                .map(outcomes -> {
                                    DeliverAllAnswer.Builder all = DeliverAllAnswer.newBuilder();
                                    outcomes.forEach(outcome -> all.addOutcomes(encode(outcome)));
                                    return all.build();
                                }),
                Failures::status);
    }

    private static DeliveryOutcome encode(DeliveryReceiver.Outcome outcome) {
        return switch (outcome) {
            case DeliveryReceiver.Outcome.Decided(var result) ->
                    DeliveryOutcome.newBuilder().setResult(Results.encode(result)).build();
            case DeliveryReceiver.Outcome.Unknown(var failure) ->
                    DeliveryOutcome.newBuilder()
                            .setFailure(
                                    AccountFailure.newBuilder()
                                            .setKind(
                                                    failure instanceof Overloaded
                                                            ? AccountFailureKind.ACCOUNT_OVERLOADED
                                                            : AccountFailureKind
                                                                    .ACCOUNT_UNAVAILABLE)
                                            .setText(Failures.text(failure)))
                            .build();
        };
    }

    @Override
    public void delivered(DeliveredRequest request, StreamObserver<DeliveredAnswer> caller) {
        answer(
                () -> {
                    List<String> keys = request.getKeysList();
                    if (keys.size() > MOST_KEYS) {
                        throw new InvalidRequest("more than " + MOST_KEYS + " keys");
                    }
                    return Uni.createFrom()
                            .completionStage(
                                    () -> accounts.stores().log().find(request.getAccount(), keys))
                            .map(entries -> {
                                Set<String> found = new HashSet<>();
                                entries.forEach(entry -> found.addAll(entry.keys()));
                                DeliveredAnswer.Builder answer = DeliveredAnswer.newBuilder();
                                keys.forEach(key -> answer.addDelivered(found.contains(key)));
                                return answer.build();
                            });
                },
                caller);
    }
}
