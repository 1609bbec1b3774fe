package posthorn.mailbox.grpc;

import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import posthorn.mailbox.accountcache.AccountCache;
import posthorn.mailbox.budget.OctetBudget;
import posthorn.mailbox.intake.AppendReceiver;
import posthorn.mailbox.intake.MessageIntake;
import posthorn.mailbox.search.Searches;
import posthorn.mailbox.tracing.EntryTraces;
import posthorn.mailbox.wire.Commands;
import posthorn.mailbox.wire.Results;
import posthorn.protocol.wire.AppendPart;
import posthorn.protocol.wire.BodiesAnswer;
import posthorn.protocol.wire.BodiesRequest;
import posthorn.protocol.wire.BodyChunk;
import posthorn.protocol.wire.BodyRequest;
import posthorn.protocol.wire.CommandResult;
import posthorn.protocol.wire.ExecuteRequest;
import posthorn.protocol.wire.FactsAnswer;
import posthorn.protocol.wire.FactsRequest;
import posthorn.protocol.wire.ListAnswer;
import posthorn.protocol.wire.ListRequest;
import posthorn.protocol.wire.MailboxesGrpc;
import posthorn.protocol.wire.OpenAnswer;
import posthorn.protocol.wire.OpenRequest;
import posthorn.protocol.wire.SearchAnswer;
import posthorn.protocol.wire.SearchRequest;
import posthorn.protocol.wire.WatchAnswer;
import posthorn.protocol.wire.WatchRequest;
import posthorn.runtime.grpc.RequestStream;
import posthorn.runtime.grpc.ResponseStream;
import posthorn.runtime.grpc.SingleResponse;
import posthorn.runtime.tracing.TraceContext;

/** Mailboxes and messages of an account. */
@GrpcService
public final class MailboxesService extends MailboxesGrpc.MailboxesImplBase {

    private final AccountCache accounts;
    private final MessageIntake intake;
    private final MailboxReader views;
    private final WatchStream watches;
    private final Searches searches;
    private final SmallBodies small;
    private final OctetBudget answers;
    private final Readers readers;
    private final EntryTraces traces;

    @Inject
    MailboxesService(
            AccountCache accounts,
            MessageIntake intake,
            MailboxReader views,
            WatchStream watches,
            Searches searches,
            OctetBudget answers,
            Readers readers,
            EntryTraces traces) {
        this.accounts = accounts;
        this.intake = intake;
        this.views = views;
        this.watches = watches;
        this.searches = searches;
        this.small = new SmallBodies(views, accounts.stores().bodies(), traces);
        this.answers = answers;
        this.readers = readers;
        this.traces = traces;
    }

    private static <A> void answer(Supplier<Uni<A>> answer, StreamObserver<A> caller) {
        SingleResponse.send(Uni.createFrom().deferred(answer::get), caller, Failures::status);
    }

    private <A> void stream(Supplier<Multi<A>> answers, StreamObserver<A> caller) {
        ResponseStream.send(
                readers.counted(Multi.createFrom().deferred(answers::get)),
                caller,
                Failures::status);
    }

    @Override
    public void list(ListRequest request, StreamObserver<ListAnswer> caller) {
        answer(() -> accounts.current(request.getAccount()).map(MailboxReader::list), caller);
    }

    @Override
    public void open(OpenRequest request, StreamObserver<OpenAnswer> caller) {
        stream(
                () ->
                        accounts.current(request.getAccount())
                                .onItem()
                                .transformToMulti(state -> views.open(state, request.getMailbox())),
                caller);
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<WatchAnswer> caller) {
        ResponseStream.send(
                watches.watch(request.getAccount(), request.getAfter()), caller, Failures::status);
    }

    @Override
    public void execute(ExecuteRequest request, StreamObserver<CommandResult> caller) {
        answer(
                () ->
                        accounts.execute(request.getAccount(), Commands.decode(request))
                                .map(Results::encode),
                caller);
    }

    @Override
    public StreamObserver<AppendPart> append(StreamObserver<CommandResult> caller) {
        return RequestStream.receive(
                caller,
                parts -> new AppendReceiver(intake).of(parts).map(Results::encode),
                Failures::status);
    }

    @Override
    public void facts(FactsRequest request, StreamObserver<FactsAnswer> caller) {
        stream(
                () ->
                        accounts.known(request.getAccount())
                                .onItem()
                                .transformToMulti(state -> views.facts(state, request)),
                caller);
    }

    @Override
    public void body(BodyRequest request, StreamObserver<BodyChunk> caller) {
        stream(() -> body(request), caller);
    }

    private Multi<BodyChunk> body(BodyRequest request) {
        DeliveryService.checkRange(request.getOffset(), request.getLength());
        Uni<String> name =
                request.getBody().isEmpty()
                        ? views.bodyName(
                                request.getAccount(), request.getMailbox(), request.getUid())
                        : Uni.createFrom().item(request.getBody());
        return name.onItem()
                .transformToMulti(found ->
                        traced(
                                traces.ofBody(request.getAccount(), found),
                                DeliveryService.chunks(
                                        accounts.stores()
                                                .bodies()
                                                .read(
                                                        request.getAccount(),
                                                        found,
                                                        request.getOffset(),
                                                        request.getLength()))));
    }

    /** The first of them names the trace that the message is part of. */
    private static Multi<BodyChunk> traced(TraceContext trace, Multi<BodyChunk> chunks) {
        if (!trace.exists()) {
            return chunks;
        }
        AtomicBoolean named = new AtomicBoolean();
        return chunks.map(chunk ->
                named.compareAndSet(false, true)
                        ? chunk.toBuilder().setTraceparent(trace.traceparent()).build()
                        : chunk);
    }

    /** What is answered counts as long as the connection has not taken it. */
    @Override
    public void bodies(BodiesRequest request, StreamObserver<BodiesAnswer> caller) {
        OctetBudget.Held held = answers.open(request.getAccount());
        SingleResponse.send(
                Uni.createFrom()
                        .deferred(() ->
                                held.add(SmallBodies.octets(request))
                                        .flatMap(room -> small.read(request))),
                caller,
                Failures::status,
                held::close);
    }

    @Override
    public void search(SearchRequest request, StreamObserver<SearchAnswer> caller) {
        answer(
                () ->
                        accounts.current(request.getAccount())
                                .flatMap(state ->
                                        searches.search(
                                                state, request.getMailbox(), request.getKey())),
                caller);
    }
}
