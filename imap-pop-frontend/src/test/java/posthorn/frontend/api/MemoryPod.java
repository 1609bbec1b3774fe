package posthorn.frontend.api;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import posthorn.protocol.wire.AppendPart;
import posthorn.protocol.wire.AuthenticateAnswer;
import posthorn.protocol.wire.AuthenticateRefusal;
import posthorn.protocol.wire.AuthenticateRequest;
import posthorn.protocol.wire.BodiesAnswer;
import posthorn.protocol.wire.BodiesRequest;
import posthorn.protocol.wire.BodyChunk;
import posthorn.protocol.wire.BodyOctets;
import posthorn.protocol.wire.BodyRange;
import posthorn.protocol.wire.BodyRequest;
import posthorn.protocol.wire.CommandResult;
import posthorn.protocol.wire.DirectoryGrpc;
import posthorn.protocol.wire.Entry;
import posthorn.protocol.wire.ExecuteRequest;
import posthorn.protocol.wire.ListAnswer;
import posthorn.protocol.wire.ListRequest;
import posthorn.protocol.wire.MailboxesGrpc;
import posthorn.protocol.wire.OpenAnswer;
import posthorn.protocol.wire.OpenRequest;
import posthorn.protocol.wire.SearchAnswer;
import posthorn.protocol.wire.SearchRequest;
import posthorn.protocol.wire.WatchAnswer;
import posthorn.protocol.wire.WatchRequest;

/**
 * A pod of mailbox-api over an account in memory, on a real socket. Any number of pods may serve
 * the same account.
 */
final class MemoryPod implements AutoCloseable {
    private final MemoryAccountLog account;
    private final Server server;
    private final ManagedChannel channel;
    private final List<Watching> watching = new CopyOnWriteArrayList<>();
    final AtomicInteger watches = new AtomicInteger();
    final AtomicInteger opens = new AtomicInteger();
    final AtomicInteger searchesCancelled = new AtomicInteger();
    final AtomicInteger lostAnswers = new AtomicInteger();
    final AtomicLong octetsSent = new AtomicLong();
    volatile int chunk = 10;
    volatile boolean muteWatches;
    volatile boolean forgetsHistory;
    volatile long cutBodiesAfter = Long.MAX_VALUE;

    MemoryPod(MemoryAccountLog account) throws IOException {
        this.account = account;
        this.server =
                NettyServerBuilder.forAddress(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .addService(new Mailboxes())
                        .addService(new Directory())
                        .build()
                        .start();
        this.channel =
                NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                        .usePlaintext()
                        .build();
    }

    Channel channel() {
        return channel;
    }

    /** Streams that are open. */
    int watchesOpen() {
        return watching.size();
    }

    /** All streams end with the wish to resume. */
    void missSomething() {
        watching.forEach(Watching::resume);
    }

    /** As a pod that is killed. */
    void kill() {
        server.shutdownNow();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    private final class Watching implements Consumer<Entry> {
        private final ServerCallStreamObserver<WatchAnswer> out;

        Watching(StreamObserver<WatchAnswer> out) {
            this.out = (ServerCallStreamObserver<WatchAnswer>) out;
            this.out.setOnCancelHandler(this::end);
        }

        @Override
        public synchronized void accept(Entry entry) {
            if (!muteWatches && !out.isCancelled()) {
                out.onNext(WatchAnswer.newBuilder().setEntry(entry).build());
            }
        }

        synchronized void resume() {
            end();
            out.onNext(WatchAnswer.newBuilder().setResume(true).build());
            out.onCompleted();
        }

        private void end() {
            watching.remove(this);
            account.unwatch(this);
        }
    }

    private final class Mailboxes extends MailboxesGrpc.MailboxesImplBase {
        @Override
        public void list(ListRequest request, StreamObserver<ListAnswer> out) {
            out.onNext(account.list());
            out.onCompleted();
        }

        @Override
        public void open(OpenRequest request, StreamObserver<OpenAnswer> out) {
            opens.incrementAndGet();
            OpenAnswer answer = account.open(request.getMailbox());
            if (answer == null) {
                out.onError(Status.NOT_FOUND.asRuntimeException());
                return;
            }
            out.onNext(answer);
            out.onCompleted();
        }

        @Override
        public void watch(WatchRequest request, StreamObserver<WatchAnswer> out) {
            watches.incrementAndGet();
            Watching one = new Watching(out);
            watching.add(one);
            out.onNext(WatchAnswer.newBuilder().setHead(account.head()).build());
            if (forgetsHistory && request.getAfter() < account.head()) {
                one.resume();
                return;
            }
            synchronized (one) {
                account.watch(request.getAfter(), one).forEach(one);
            }
        }

        @Override
        public void execute(ExecuteRequest request, StreamObserver<CommandResult> out) {
            CommandResult result = account.execute(request);
            if (lostAnswers.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                out.onError(Status.UNAVAILABLE.asRuntimeException());
                return;
            }
            out.onNext(result);
            out.onCompleted();
        }

        @Override
        public StreamObserver<AppendPart> append(StreamObserver<CommandResult> out) {
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            String[] key = {""};
            return new StreamObserver<>() {
                @Override
                public void onNext(AppendPart part) {
                    if (part.hasHeader()) {
                        key[0] = part.getHeader().getKey();
                    } else {
                        octets.writeBytes(part.getChunk().toByteArray());
                    }
                }

                @Override
                public void onError(Throwable error) {}

                @Override
                public void onCompleted() {
                    CommandResult result = account.appendMessage(key[0], octets.toByteArray());
                    if (lostAnswers.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                        out.onError(Status.UNAVAILABLE.asRuntimeException());
                        return;
                    }
                    out.onNext(result);
                    out.onCompleted();
                }
            };
        }

        /** Never answered. */
        @Override
        public void search(SearchRequest request, StreamObserver<SearchAnswer> out) {
            ((ServerCallStreamObserver<SearchAnswer>) out)
                    .setOnCancelHandler(searchesCancelled::incrementAndGet);
        }

        @Override
        public void bodies(BodiesRequest request, StreamObserver<BodiesAnswer> out) {
            if (cutBodiesAfter == 0) {
                cutBodiesAfter = Long.MAX_VALUE;
                out.onError(Status.UNAVAILABLE.asRuntimeException());
                return;
            }
            BodiesAnswer.Builder answer = BodiesAnswer.newBuilder();
            for (BodyRange range : request.getRangesList()) {
                byte[] octets = account.octets(request.getMailbox(), range.getUid());
                answer.addBodies(
                        octets == null
                                ? BodyOctets.getDefaultInstance()
                                : BodyOctets.newBuilder()
                                        .setFound(true)
                                        .setData(cut(octets, range))
                                        .build());
            }
            out.onNext(answer.build());
            out.onCompleted();
        }

        private static ByteString cut(byte[] octets, BodyRange range) {
            int from = (int) range.getOffset();
            int length = range.getLength() == 0 ? octets.length - from : (int) range.getLength();
            return ByteString.copyFrom(octets, from, length);
        }

        @Override
        public void body(BodyRequest request, StreamObserver<BodyChunk> out) {
            byte[] octets = account.octets(request.getMailbox(), request.getUid());
            if (octets == null) {
                out.onError(Status.NOT_FOUND.asRuntimeException());
                return;
            }
            long end =
                    request.getLength() == 0
                            ? octets.length
                            : Math.min(octets.length, request.getOffset() + request.getLength());
            long sent = 0;
            for (long at = request.getOffset(); at < end; at += chunk) {
                if (sent >= cutBodiesAfter) {
                    cutBodiesAfter = Long.MAX_VALUE;
                    out.onError(Status.UNAVAILABLE.asRuntimeException());
                    return;
                }
                int size = (int) Math.min(chunk, end - at);
                out.onNext(
                        BodyChunk.newBuilder()
                                .setData(ByteString.copyFrom(octets, (int) at, size))
                                .build());
                sent += size;
                octetsSent.addAndGet(size);
            }
            out.onCompleted();
        }
    }

    private final class Directory extends DirectoryGrpc.DirectoryImplBase {
        @Override
        public void authenticate(
                AuthenticateRequest request, StreamObserver<AuthenticateAnswer> out) {
            AuthenticateAnswer.Builder answer = AuthenticateAnswer.newBuilder();
            switch (request.getPassword()) {
                case "right" ->
                        answer.setAccount("account")
                                .setAddress("alice@example.test")
                                .setAccessGeneration(account.accessGeneration());
                case "disabled" -> answer.setRefusal(AuthenticateRefusal.ACCOUNT_DISABLED);
                case "later" -> answer.setRefusal(AuthenticateRefusal.TRY_LATER);
                default -> answer.setRefusal(AuthenticateRefusal.BAD_CREDENTIALS);
            }
            out.onNext(answer.build());
            out.onCompleted();
        }
    }
}
