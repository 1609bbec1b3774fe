package posthorn.ingress.api;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import posthorn.ingress.session.Client;
import posthorn.ingress.session.Directory;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.wire.AuthenticateAnswer;
import posthorn.protocol.wire.AuthenticateRefusal;
import posthorn.protocol.wire.AuthenticateRequest;
import posthorn.protocol.wire.DirectoryGrpc;
import posthorn.protocol.wire.Locality;
import posthorn.protocol.wire.MaySendAsAnswer;
import posthorn.protocol.wire.MaySendAsRequest;
import posthorn.protocol.wire.ResolveAnswer;
import posthorn.protocol.wire.ResolveRequest;
import posthorn.protocol.wire.Resolved;

/** A directory served the way {@code mailbox-api} serves it. */
final class DirectoryServer extends DirectoryGrpc.DirectoryImplBase {
    private final Directory directory;

    DirectoryServer(Directory directory) {
        this.directory = directory;
    }

    private interface Call<A> {
        A answer() throws IOException;
    }

    private static <A> void answer(StreamObserver<A> to, Call<A> call) {
        try {
            to.onNext(call.answer());
            to.onCompleted();
        } catch (IOException e) {
            to.onError(Status.UNAVAILABLE.withCause(e).asException());
        }
    }

    @Override
    public void resolve(ResolveRequest request, StreamObserver<ResolveAnswer> to) {
        answer(
                to,
                () -> {
                    ForwardPath path = ForwardPath.parse(request.getAddresses(0)).orElseThrow();
                    Resolved.Builder resolved = Resolved.newBuilder();
                    switch (directory.resolve(path)) {
                        case Directory.Resolution.Local(String account, OptionalLong room) -> {
                            resolved.setLocality(Locality.LOCAL).setAccount(account);
                            room.ifPresent(resolved::setOctetsLeft);
                        }
                        case Directory.Resolution.Remote r -> resolved.setLocality(Locality.REMOTE);
                        case Directory.Resolution.UnknownUser u ->
                                resolved.setLocality(Locality.UNKNOWN_USER);
                    }
                    return ResolveAnswer.newBuilder().addResolved(resolved).build();
                });
    }

    @Override
    public void authenticate(AuthenticateRequest request, StreamObserver<AuthenticateAnswer> to) {
        answer(
                to,
                () ->
                        answer(
                                directory.signIn(
                                        request.getLogin(),
                                        request.getPassword(),
                                        request.getClientAddress())));
    }

    private static AuthenticateAnswer answer(Directory.AuthenticationResult signIn) {
        AuthenticateAnswer.Builder answer = AuthenticateAnswer.newBuilder();
        switch (signIn) {
            case Directory.AuthenticationResult.Granted(var user) ->
                    answer.setAccount(user.account())
                            .setAddress(user.address())
                            .setAccessGeneration(user.accessGeneration());
            case Directory.AuthenticationResult.BadCredentials no ->
                    answer.setRefusal(AuthenticateRefusal.BAD_CREDENTIALS);
            case Directory.AuthenticationResult.Disabled no ->
                    answer.setRefusal(AuthenticateRefusal.ACCOUNT_DISABLED);
            case Directory.AuthenticationResult.TryLater no ->
                    answer.setRefusal(AuthenticateRefusal.TRY_LATER);
        }
        return answer.build();
    }

    @Override
    public void maySendAs(MaySendAsRequest request, StreamObserver<MaySendAsAnswer> to) {
        answer(
                to,
                () -> {
                    MaySendAsAnswer.Builder answer = MaySendAsAnswer.newBuilder();
                    long generation =
                            request.hasAccessGeneration()
                                    ? request.getAccessGeneration()
                                    : Long.MAX_VALUE;
                    Client.User user = new Client.User(request.getAccount(), "", generation);
                    answer.setActive(directory.maySendAs(user, List.of()).active());
                    for (String address : request.getAddressesList()) {
                        answer.addAllowed(directory.maySendAs(user, List.of(address)).all());
                    }
                    return answer.build();
                });
    }
}
