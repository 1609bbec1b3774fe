package posthorn.delivery.api;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import posthorn.protocol.wire.BodyChunk;
import posthorn.protocol.wire.CommandResult;
import posthorn.protocol.wire.DeliverAllAnswer;
import posthorn.protocol.wire.DeliverAllHeader;
import posthorn.protocol.wire.DeliverAllPart;
import posthorn.protocol.wire.DeliveredAnswer;
import posthorn.protocol.wire.DeliveredRequest;
import posthorn.protocol.wire.DeliveryGrpc;
import posthorn.protocol.wire.DeliveryOutcome;
import posthorn.protocol.wire.DeliveryRecipient;
import posthorn.protocol.wire.DirectoryGrpc;
import posthorn.protocol.wire.Done;
import posthorn.protocol.wire.Dropped;
import posthorn.protocol.wire.ListTransitAnswer;
import posthorn.protocol.wire.ListTransitRequest;
import posthorn.protocol.wire.ResolveAnswer;
import posthorn.protocol.wire.ResolveRequest;
import posthorn.protocol.wire.Resolved;
import posthorn.protocol.wire.SigningKeysAnswer;
import posthorn.protocol.wire.SigningKeysRequest;
import posthorn.protocol.wire.TransitBody;
import posthorn.protocol.wire.TransitName;

/** A pod of {@code mailbox-api} that does what a test says, over a real connection on loopback. */
final class MailboxPod implements MailboxChannels, AutoCloseable {

    /** One call that delivered something. */
    record Call(DeliverAllHeader header, ByteString octets) {}

    final List<Call> calls = new CopyOnWriteArrayList<>();
    final Set<String> delivered = ConcurrentHashMap.newKeySet();
    final Map<String, ByteString> transit = new ConcurrentHashMap<>();
    final Map<String, Resolved> directory = new ConcurrentHashMap<>();
    final Map<String, SigningKeysAnswer> signing = new ConcurrentHashMap<>();
    final AtomicInteger asked = new AtomicInteger();

    /** How the next calls end; empty: well. */
    volatile Optional<Status> failure = Optional.empty();

    /** Whether calls are never answered. */
    volatile boolean silent;

    /** What becomes of a delivery. */
    volatile Function<DeliveryRecipient, DeliveryOutcome> outcome =
            _ ->
                    DeliveryOutcome.newBuilder()
                            .setResult(
                                    CommandResult.newBuilder().setDone(Done.getDefaultInstance()))
                            .build();

    private final Server server;
    private final ManagedChannel channel;

    MailboxPod() {
        try {
            server =
                    NettyServerBuilder.forAddress(
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                            .addService(new Deliveries())
                            .addService(new Directory())
                            .build()
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        channel =
                NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                        .usePlaintext()
                        .build();
    }

    @Override
    public Channel forAccount(String account) {
        return channel;
    }

    @Override
    public Channel streams(String subject) {
        return channel;
    }

    @Override
    public Channel any(String subject) {
        return channel;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    /** Answers, unless the pod fails or says nothing. */
    private <T> void answer(StreamObserver<T> caller, T answer) {
        asked.incrementAndGet();
        if (silent) {
            return;
        }
        Optional<Status> failed = failure;
        if (failed.isPresent()) {
            caller.onError(failed.get().asRuntimeException());
        } else {
            caller.onNext(answer);
            caller.onCompleted();
        }
    }

    private final class Deliveries extends DeliveryGrpc.DeliveryImplBase {

        @Override
        public StreamObserver<DeliverAllPart> deliverAll(StreamObserver<DeliverAllAnswer> caller) {
            return new StreamObserver<>() {
                private DeliverAllHeader header = DeliverAllHeader.getDefaultInstance();
                private ByteString octets = ByteString.EMPTY;

                @Override
                public void onNext(DeliverAllPart part) {
                    if (part.hasHeader()) {
                        header = part.getHeader();
                    } else {
                        octets = octets.concat(part.getChunk());
                    }
                }

                @Override
                public void onError(Throwable cancelled) {}

                @Override
                public void onCompleted() {
                    calls.add(new Call(header, octets));
                    DeliverAllAnswer.Builder answer = DeliverAllAnswer.newBuilder();
                    header.getRecipientsList()
                            .forEach(each -> answer.addOutcomes(outcome.apply(each)));
                    answer(caller, answer.build());
                }
            };
        }

        @Override
        public void delivered(DeliveredRequest request, StreamObserver<DeliveredAnswer> caller) {
            DeliveredAnswer.Builder answer = DeliveredAnswer.newBuilder();
            request.getKeysList().forEach(key -> answer.addDelivered(delivered.contains(key)));
            caller.onNext(answer.build());
            caller.onCompleted();
        }

        @Override
        public void getTransit(TransitName range, StreamObserver<BodyChunk> caller) {
            ByteString body = transit.get(range.getName());
            if (body == null) {
                caller.onError(Status.NOT_FOUND.asRuntimeException());
                return;
            }
            int from = (int) Math.min(range.getOffset(), body.size());
            int to = (int) Math.min(from + range.getLength(), body.size());
            for (int at = from; at < to; at += 100_000) {
                ByteString data = body.substring(at, Math.min(at + 100_000, to));
                caller.onNext(BodyChunk.newBuilder().setData(data).build());
            }
            caller.onCompleted();
        }

        @Override
        public void dropTransit(TransitName name, StreamObserver<Dropped> caller) {
            transit.remove(name.getName());
            answer(caller, Dropped.getDefaultInstance());
        }

        @Override
        public void listTransit(
                ListTransitRequest request, StreamObserver<ListTransitAnswer> caller) {
            ListTransitAnswer.Builder answer = ListTransitAnswer.newBuilder();
            transit.keySet().stream()
                    .sorted()
                    .filter(name -> name.compareTo(request.getAfter()) > 0)
                    .limit(request.getLimit())
                    .forEach(name ->
                            answer.addBodies(
                                    TransitBody.newBuilder()
                                            .setName(name)
                                            .setMessageId("of " + name)
                                            .setNext(name)));
            answer(caller, answer.build());
        }
    }

    private final class Directory extends DirectoryGrpc.DirectoryImplBase {
        @Override
        public void signingKeys(
                SigningKeysRequest request, StreamObserver<SigningKeysAnswer> caller) {
            asked.incrementAndGet();
            if (failure.isPresent()) {
                caller.onError(failure.get().asException());
                return;
            }
            caller.onNext(
                    signing.getOrDefault(
                            request.getDomain(), SigningKeysAnswer.getDefaultInstance()));
            caller.onCompleted();
        }

        @Override
        public void resolve(ResolveRequest request, StreamObserver<ResolveAnswer> caller) {
            ResolveAnswer.Builder answer = ResolveAnswer.newBuilder();
            for (String address : request.getAddressesList()) {
                answer.addResolved(directory.getOrDefault(address, Resolved.getDefaultInstance()));
            }
            answer(caller, answer.build());
        }
    }

    /** The keys of all deliveries that were asked for. */
    List<String> keys() {
        return calls.stream()
                .flatMap(call -> call.header().getRecipientsList().stream())
                .map(DeliveryRecipient::getKey)
                .toList();
    }

    /** The accounts of all deliveries that were asked for. */
    List<String> accounts() {
        return calls.stream()
                .flatMap(call -> call.header().getRecipientsList().stream())
                .map(DeliveryRecipient::getAccount)
                .toList();
    }

    /** A pod that cannot be found. */
    static MailboxChannels nowhere() {
        return new MailboxChannels() {
            @Override
            public Channel forAccount(String account) {
                throw new IllegalStateException("no address is known");
            }

            @Override
            public Channel streams(String subject) {
                throw new IllegalStateException("no address is known");
            }

            @Override
            public Channel any(String subject) {
                throw new IllegalStateException("no address is known");
            }
        };
    }
}
