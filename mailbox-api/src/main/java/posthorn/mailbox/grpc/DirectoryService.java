package posthorn.mailbox.grpc;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import posthorn.mailbox.clients.ClientEvents;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.intake.AccountRoom;
import posthorn.mailbox.intake.InvalidRequest;
import posthorn.mailbox.registry.AccountLookup;
import posthorn.mailbox.registry.Authenticator;
import posthorn.mailbox.registry.DomainKeyring;
import posthorn.mailbox.registry.Resolution;
import posthorn.mailbox.registry.Resolver;
import posthorn.protocol.wire.AuthenticateAnswer;
import posthorn.protocol.wire.AuthenticateRefusal;
import posthorn.protocol.wire.AuthenticateRequest;
import posthorn.protocol.wire.CountEventsAnswer;
import posthorn.protocol.wire.CountEventsRequest;
import posthorn.protocol.wire.DirectoryGrpc;
import posthorn.protocol.wire.Locality;
import posthorn.protocol.wire.MaySendAsAnswer;
import posthorn.protocol.wire.MaySendAsRequest;
import posthorn.protocol.wire.ResolveAnswer;
import posthorn.protocol.wire.ResolveRequest;
import posthorn.protocol.wire.Resolved;
import posthorn.protocol.wire.SigningKeysAnswer;
import posthorn.protocol.wire.SigningKeysRequest;
import posthorn.runtime.grpc.SingleResponse;

/** Who is local, who may sign in, who may send as whom. */
@GrpcService
public final class DirectoryService extends DirectoryGrpc.DirectoryImplBase {

    private static final int MOST = 1000;
    private static final int AT_ONCE = 32;

    private final Resolver resolver;
    private final Authenticator signIn;
    private final AccountLookup accounts;
    private final AccountRoom room;
    private final ClientEvents events;
    private final DomainKeyring keyring;

    @Inject
    DirectoryService(
            Resolver resolver,
            Authenticator signIn,
            AccountLookup accounts,
            AccountRoom room,
            ClientEvents events,
            DomainKeyring keyring) {
        this.resolver = resolver;
        this.signIn = signIn;
        this.accounts = accounts;
        this.room = room;
        this.events = events;
        this.keyring = keyring;
    }

    private static <A> void answer(Supplier<Uni<A>> answer, StreamObserver<A> caller) {
        SingleResponse.send(Uni.createFrom().deferred(answer::get), caller, Failures::status);
    }

    @Override
    public void resolve(ResolveRequest request, StreamObserver<ResolveAnswer> caller) {
        answer(
                () ->
                        resolve(request.getAddressesList())
                                .flatMap(this::withRoom)
                                .map(resolved ->
                                        ResolveAnswer.newBuilder()
                                                .addAllResolved(resolved)
                                                .build()),
                caller);
    }

    private Uni<List<Resolution>> resolve(List<String> addresses) {
        if (addresses.size() > MOST) {
            throw new InvalidRequest("more than " + MOST + " addresses");
        }
        return resolver.resolve(addresses);
    }

    private Uni<List<Resolved>> withRoom(List<Resolution> found) {
        return found.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Uni.join()
                        .all(found.stream().map(this::resolved).toList())
                        .usingConcurrencyOf(AT_ONCE)
                        .andFailFast();
    }

    private Uni<Resolved> resolved(Resolution resolution) {
        return switch (resolution) {
            case Resolution.Local(var account) ->
                    room.octetsLeft(account.account())
                            .map(left -> {
                                Resolved.Builder local =
                                        Resolved.newBuilder()
                                                .setLocality(Locality.LOCAL)
                                                .setAccount(account.account())
                                                .setAddress(account.address());
                                left.ifPresent(local::setOctetsLeft);
                                return local.build();
                            });
            case Resolution.UnknownUser() ->
                    Uni.createFrom()
                            .item(Resolved.newBuilder().setLocality(Locality.UNKNOWN_USER).build());
            case Resolution.Remote() ->
                    Uni.createFrom()
                            .item(Resolved.newBuilder().setLocality(Locality.REMOTE).build());
        };
    }

    @Override
    public void authenticate(
            AuthenticateRequest request, StreamObserver<AuthenticateAnswer> caller) {
        answer(
                () ->
                        signIn.check(
                                        request.getLogin(),
                                        request.getPassword(),
                                        request.getClientAddress())
                                .map(DirectoryService::answer),
                caller);
    }

    private static AuthenticateAnswer answer(Authenticator.Verdict verdict) {
        return switch (verdict) {
            case Authenticator.Verdict.Welcome(var account) ->
                    AuthenticateAnswer.newBuilder()
                            .setAccount(account.account())
                            .setAddress(account.address())
                            .setAccessGeneration(account.wish())
                            .build();
            case Authenticator.Verdict.BadCredentials() ->
                    refused(AuthenticateRefusal.BAD_CREDENTIALS);
            case Authenticator.Verdict.Disabled() -> refused(AuthenticateRefusal.ACCOUNT_DISABLED);
            case Authenticator.Verdict.TryLater() -> refused(AuthenticateRefusal.TRY_LATER);
        };
    }

    private static AuthenticateAnswer refused(AuthenticateRefusal why) {
        return AuthenticateAnswer.newBuilder().setRefusal(why).build();
    }

    @Override
    public void countEvents(CountEventsRequest request, StreamObserver<CountEventsAnswer> caller) {
        answer(
                () -> events.count(CountedEvents.decode(request)).map(CountedEvents::encode),
                caller);
    }

    @Override
    public void maySendAs(MaySendAsRequest request, StreamObserver<MaySendAsAnswer> caller) {
        answer(() -> maySendAs(request), caller);
    }

    private Uni<MaySendAsAnswer> maySendAs(MaySendAsRequest request) {
        return resolve(request.getAddressesList())
                .flatMap(resolutions -> {
                    List<Optional<AddressEntry.Account>> own =
                            resolutions.stream().map(r -> own(r, request.getAccount())).toList();
                    return own.stream()
                            .flatMap(Optional::stream)
                            .findFirst()
                            .map(account -> Uni.createFrom().item(Optional.of(account)))
                            .orElseGet(() -> accounts.find(request.getAccount()))
                            .map(account -> answer(isActive(account, request), own));
                });
    }

    private static boolean isActive(
            Optional<AddressEntry.Account> account, MaySendAsRequest request) {
        return account.filter(AddressEntry.Account::letsIn)
                .filter(found ->
                        !request.hasAccessGeneration()
                                || found.wish() <= request.getAccessGeneration())
                .isPresent();
    }

    private static Optional<AddressEntry.Account> own(Resolution resolution, String sender) {
        return resolution instanceof Resolution.Local(var account)
                        && account.account().equals(sender)
                ? Optional.of(account)
                : Optional.empty();
    }

    private static MaySendAsAnswer answer(
            boolean active, List<Optional<AddressEntry.Account>> own) {
        MaySendAsAnswer.Builder answer = MaySendAsAnswer.newBuilder().setActive(active);
        own.forEach(each -> answer.addAllowed(active && each.isPresent()));
        return answer.build();
    }

    @Override
    public void signingKeys(SigningKeysRequest request, StreamObserver<SigningKeysAnswer> caller) {
        answer(() -> keyring.signing(request.getDomain()).map(DirectoryService::answer), caller);
    }

    private static SigningKeysAnswer answer(DomainKeyring.Signing signing) {
        SigningKeysAnswer.Builder answer =
                SigningKeysAnswer.newBuilder().setDomain(signing.domain());
        for (DomainKeyring.Opened opened : signing.keys()) {
            answer.addKeysBuilder()
                    .setSelector(opened.key().name().selector().folded())
                    .setAlgorithm(opened.key().algorithm().word())
                    .setSecret(ByteString.copyFrom(opened.secret()))
                    .setPublished(
                            ByteString.copyFrom(
                                    Base64.getDecoder()
                                            .decode(opened.key().published().published())));
        }
        return answer.build();
    }
}
