package posthorn.mailbox.grpc;

import io.grpc.Status;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import posthorn.mailbox.accountcache.AccountCache;
import posthorn.mailbox.intake.MessageIntake;
import posthorn.mailbox.search.Searches;
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
import posthorn.protocol.wire.Mailboxes;
import posthorn.protocol.wire.OpenAnswer;
import posthorn.protocol.wire.OpenRequest;
import posthorn.protocol.wire.SearchAnswer;
import posthorn.protocol.wire.SearchRequest;
import posthorn.protocol.wire.WatchAnswer;
import posthorn.protocol.wire.WatchRequest;

/** Mailboxes and messages of an account. */
@GrpcService
public final class MailboxesService implements Mailboxes {

    private final AccountCache accounts;
    private final MessageIntake intake;
    private final MailboxReader views;
    private final WatchStream watches;
    private final Searches searches;
    private final SmallBodies small;

    @Inject
    MailboxesService(
            AccountCache accounts,
            MessageIntake intake,
            MailboxReader views,
            WatchStream watches,
            Searches searches) {
        this.accounts = accounts;
        this.intake = intake;
        this.views = views;
        this.watches = watches;
        this.searches = searches;
        this.small = new SmallBodies(views, accounts.stores().bodies());
    }

    @Override
    public Uni<ListAnswer> list(ListRequest request) {
        return accounts.current(request.getAccount())
                .map(MailboxReader::list)
                .onFailure()
                .transform(Failures::status);
    }

    @Override
    public Multi<OpenAnswer> open(OpenRequest request) {
        return accounts.current(request.getAccount())
                .onItem()
                .transformToMulti(state -> views.open(state, request.getMailbox()))
                .onFailure()
                .transform(Failures::status);
    }

    @Override
    public Multi<WatchAnswer> watch(WatchRequest request) {
        return watches.watch(request.getAccount(), request.getAfter())
                .onFailure()
                .transform(Failures::status);
    }

    @Override
    public Uni<CommandResult> execute(ExecuteRequest request) {
        return Uni.createFrom()
                .deferred(() -> accounts.execute(request.getAccount(), Commands.decode(request)))
                .map(Results::encode)
                .onFailure()
                .transform(Failures::status);
    }

    @Override
    public Uni<CommandResult> append(Multi<AppendPart> parts) {
        return Uni.createFrom()
                .deferred(() -> new AppendReceiver(intake).of(parts))
                .map(Results::encode)
                .onFailure()
                .transform(Failures::status);
    }

    @Override
    public Multi<FactsAnswer> facts(FactsRequest request) {
        return accounts.known(request.getAccount())
                .onItem()
                .transformToMulti(state -> views.facts(state, request))
                .onFailure()
                .transform(Failures::status);
    }

    @Override
    public Multi<BodyChunk> body(BodyRequest request) {
        if (request.getOffset() < 0 || request.getLength() < 0) {
            return Multi.createFrom()
                    .failure(
                            Status.INVALID_ARGUMENT
                                    .withDescription("no range")
                                    .asRuntimeException());
        }
        Uni<String> name =
                request.getBody().isEmpty()
                        ? views.bodyName(
                                request.getAccount(), request.getMailbox(), request.getUid())
                        : Uni.createFrom().item(request.getBody());
        return name.onItem()
                .transformToMulti(found ->
                        DeliveryService.chunks(
                                accounts.stores()
                                        .bodies()
                                        .read(
                                                request.getAccount(),
                                                found,
                                                request.getOffset(),
                                                request.getLength())))
                .onFailure()
                .transform(Failures::status);
    }

    @Override
    public Uni<BodiesAnswer> bodies(BodiesRequest request) {
        return Uni.createFrom()
                .deferred(() -> small.read(request))
                .onFailure()
                .transform(Failures::status);
    }

    @Override
    public Uni<SearchAnswer> search(SearchRequest request) {
        return accounts.current(request.getAccount())
                .flatMap(state -> searches.search(state, request.getMailbox(), request.getKey()))
                .onFailure()
                .transform(Failures::status);
    }
}
