package posthorn.mailbox.grpc;

import io.grpc.Status;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.registry.AccountLookup;
import posthorn.mailbox.registry.Authenticator;
import posthorn.mailbox.registry.Resolution;
import posthorn.mailbox.registry.Resolver;
import posthorn.protocol.wire.AuthenticateAnswer;
import posthorn.protocol.wire.AuthenticateRefusal;
import posthorn.protocol.wire.AuthenticateRequest;
import posthorn.protocol.wire.Directory;
import posthorn.protocol.wire.Locality;
import posthorn.protocol.wire.MaySendAsAnswer;
import posthorn.protocol.wire.MaySendAsRequest;
import posthorn.protocol.wire.ResolveAnswer;
import posthorn.protocol.wire.ResolveRequest;
import posthorn.protocol.wire.Resolved;

/** Who is local, who may sign in, who may send as whom. */
@GrpcService
public final class DirectoryService implements Directory {

    private static final int MOST = 1000;

    private final Resolver resolver;
    private final Authenticator signIn;
    private final AccountLookup accounts;

    @Inject
    DirectoryService(Resolver resolver, Authenticator signIn, AccountLookup accounts) {
        this.resolver = resolver;
        this.signIn = signIn;
        this.accounts = accounts;
    }

    @Override
    public Uni<ResolveAnswer> resolve(ResolveRequest request) {
        return resolve(request.getAddressesList())
                .map(found -> {
                    ResolveAnswer.Builder answer = ResolveAnswer.newBuilder();
                    found.forEach(resolution -> answer.addResolved(resolved(resolution)));
                    return answer.build();
                })
                .onFailure()
                .transform(Failures::status);
    }

    private Uni<List<Resolution>> resolve(List<String> addresses) {
        return addresses.size() > MOST
                ? Uni.createFrom()
                        .failure(
                                Status.INVALID_ARGUMENT
                                        .withDescription("more than " + MOST + " addresses")
                                        .asRuntimeException())
                : resolver.resolve(addresses);
    }

    private static Resolved resolved(Resolution resolution) {
        return switch (resolution) {
            case Resolution.Local(var account) ->
                    Resolved.newBuilder()
                            .setLocality(Locality.LOCAL)
                            .setAccount(account.account())
                            .setAddress(account.address())
                            .build();
            case Resolution.UnknownUser() ->
                    Resolved.newBuilder().setLocality(Locality.UNKNOWN_USER).build();
            case Resolution.Remote() -> Resolved.newBuilder().setLocality(Locality.REMOTE).build();
        };
    }

    @Override
    public Uni<AuthenticateAnswer> authenticate(AuthenticateRequest request) {
        return signIn.check(request.getLogin(), request.getPassword(), request.getClientAddress())
                .map(DirectoryService::answer)
                .onFailure()
                .transform(Failures::status);
    }

    private static AuthenticateAnswer answer(Authenticator.Verdict verdict) {
        return switch (verdict) {
            case Authenticator.Verdict.Welcome(var account) ->
                    AuthenticateAnswer.newBuilder()
                            .setAccount(account.account())
                            .setAddress(account.address())
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
    public Uni<MaySendAsAnswer> maySendAs(MaySendAsRequest request) {
        return resolve(request.getAddressesList())
                .flatMap(resolutions -> {
                    List<Optional<AddressEntry.Account>> own =
                            resolutions.stream().map(r -> own(r, request.getAccount())).toList();
                    return own.stream()
                            .flatMap(Optional::stream)
                            .findFirst()
                            .map(account -> Uni.createFrom().item(account.letsIn()))
                            .orElseGet(() -> accounts.letsIn(request.getAccount()))
                            .map(active -> answer(active, own));
                })
                .onFailure()
                .transform(Failures::status);
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
}
