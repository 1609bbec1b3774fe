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
import posthorn.mailbox.greylist.Greylist;
import posthorn.mailbox.intake.AccountRoom;
import posthorn.mailbox.intake.InvalidRequest;
import posthorn.mailbox.registry.AccountLookup;
import posthorn.mailbox.registry.Authenticator;
import posthorn.mailbox.registry.DomainKeyring;
import posthorn.mailbox.registry.Inquiry;
import posthorn.mailbox.registry.Resolution;
import posthorn.mailbox.registry.Resolver;
import posthorn.mailbox.signin.SelfSignInTokens;
import posthorn.mailbox.signin.SignInRecorder;
import posthorn.protocol.signin.SignInAttempt;
import posthorn.protocol.signin.SignInRefusal;
import posthorn.protocol.wire.AuthenticateAnswer;
import posthorn.protocol.wire.AuthenticateRequest;
import posthorn.protocol.wire.BeginScramAnswer;
import posthorn.protocol.wire.BeginScramRequest;
import posthorn.protocol.wire.CountEventsAnswer;
import posthorn.protocol.wire.CountEventsRequest;
import posthorn.protocol.wire.DirectoryGrpc;
import posthorn.protocol.wire.GreylistAnswer;
import posthorn.protocol.wire.GreylistRequest;
import posthorn.protocol.wire.Locality;
import posthorn.protocol.wire.MaySendAsAnswer;
import posthorn.protocol.wire.MaySendAsRequest;
import posthorn.protocol.wire.NameClientAnswer;
import posthorn.protocol.wire.NameClientRequest;
import posthorn.protocol.wire.ProvenSenderAnswer;
import posthorn.protocol.wire.ProvenSenderRequest;
import posthorn.protocol.wire.ResolveAnswer;
import posthorn.protocol.wire.ResolveRequest;
import posthorn.protocol.wire.Resolved;
import posthorn.protocol.wire.SignInCodec;
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
    private final Greylist greylist;
    private final DomainKeyring keyring;
    private final SignInRecorder recorder;

    @Inject
    DirectoryService(
            Resolver resolver,
            Authenticator signIn,
            AccountLookup accounts,
            AccountRoom room,
            ClientEvents events,
            Greylist greylist,
            DomainKeyring keyring,
            SignInRecorder recorder) {
        this.resolver = resolver;
        this.signIn = signIn;
        this.accounts = accounts;
        this.room = room;
        this.events = events;
        this.greylist = greylist;
        this.keyring = keyring;
        this.recorder = recorder;
    }

    private static <A> void answer(Supplier<Uni<A>> answer, StreamObserver<A> caller) {
        SingleResponse.send(Uni.createFrom().deferred(answer::get), caller, Failures::status);
    }

    @Override
    public void resolve(ResolveRequest request, StreamObserver<ResolveAnswer> caller) {
        answer(
                () ->
                        resolve(request)
                                .flatMap(this::withRoom)
                                .map(resolved ->
                                        ResolveAnswer.newBuilder()
                                                .addAllResolved(resolved)
                                                .build()),
                caller);
    }

    private Uni<List<Resolution>> resolve(ResolveRequest request) {
        atMost(request.getAddressesCount());
        return resolver.resolve(
                new Inquiry(
                        request.getAddressesList(),
                        request.getReversePath(),
                        request.getSenderAccount()));
    }

    private static void atMost(int addresses) {
        if (addresses > MOST) {
            throw new InvalidRequest("more than " + MOST + " addresses");
        }
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
        return resolution instanceof Resolution.Local(var account)
                ? room.of(account.account())
                        .map(known -> {
                            Resolved.Builder local = ResolvedAddresses.of(Locality.LOCAL, account);
                            known.left().ifPresent(local::setOctetsLeft);
                            known.limit().ifPresent(local::setOctetsLimit);
                            return local.build();
                        })
                : Uni.createFrom().item(ResolvedAddresses.of(resolution));
    }

    @Override
    public void authenticate(
            AuthenticateRequest request, StreamObserver<AuthenticateAnswer> caller) {
        answer(
                () -> signIn.check(attempt(request)).map(verdict -> answer(request, verdict)),
                caller);
    }

    @Override
    public void beginScram(BeginScramRequest request, StreamObserver<BeginScramAnswer> caller) {
        answer(() -> signIn.beginScram(request.getLogin()).map(SignInCodec::answer), caller);
    }

    private static SignInAttempt attempt(AuthenticateRequest request) {
        try {
            return SignInCodec.attempt(request);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequest("no sign-in: " + e.getMessage());
        }
    }

    private static AuthenticateAnswer answer(
            AuthenticateRequest request, Authenticator.Verdict verdict) {
        return switch (verdict) {
            case Authenticator.Verdict.Welcome welcome -> {
                AddressEntry.Account account = welcome.account();
                AuthenticateAnswer.Builder answer =
                        AuthenticateAnswer.newBuilder()
                                .setAccount(account.account())
                                .setAddress(account.address())
                                .setAccessGeneration(account.wish())
                                .setSignIn(welcome.signIn())
                                .setTraceparent(
                                        SelfSignInTokens.trace(request.getPassword())
                                                .traceparent());
                welcome.serverSignature()
                        .map(signature -> ByteString.copyFrom(signature.toArray()))
                        .ifPresent(answer::setServerSignature);
                yield answer.build();
            }
            case Authenticator.Verdict.Refused(SignInRefusal why) -> SignInCodec.answer(why);
        };
    }

    @Override
    public void nameClient(NameClientRequest request, StreamObserver<NameClientAnswer> caller) {
        SignInAttempt.Client client = new SignInAttempt.Client("", request.getClientName());
        recorder.named(request.getAccount(), request.getSignIn(), client.name());
        answer(() -> Uni.createFrom().item(NameClientAnswer.getDefaultInstance()), caller);
    }

    @Override
    public void countEvents(CountEventsRequest request, StreamObserver<CountEventsAnswer> caller) {
        answer(
                () -> events.count(CountedEvents.decode(request)).map(CountedEvents::encode),
                caller);
    }

    @Override
    public void greylist(GreylistRequest request, StreamObserver<GreylistAnswer> caller) {
        answer(
                () ->
                        greylist.left(
                                        GreylistCalls.triplet(request),
                                        GreylistCalls.senderDomain(request),
                                        GreylistCalls.times(request))
                                .map(left ->
                                        GreylistAnswer.newBuilder().setSecondsLeft(left).build()),
                caller);
    }

    @Override
    public void provenSender(
            ProvenSenderRequest request, StreamObserver<ProvenSenderAnswer> caller) {
        answer(
                () ->
                        greylist.proven(GreylistCalls.proven(request), GreylistCalls.keep(request))
                                .map(done -> ProvenSenderAnswer.getDefaultInstance()),
                caller);
    }

    @Override
    public void maySendAs(MaySendAsRequest request, StreamObserver<MaySendAsAnswer> caller) {
        answer(() -> maySendAs(request), caller);
    }

    private Uni<MaySendAsAnswer> maySendAs(MaySendAsRequest request) {
        atMost(request.getAddressesCount());
        return resolver.owners(request.getAddressesList())
                .flatMap(owners -> {
                    List<Optional<AddressEntry.Account>> own =
                            owners.stream()
                                    .map(owner ->
                                            owner.filter(account ->
                                                    account.account().equals(request.getAccount())))
                                    .toList();
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
