package posthorn.ingress.api;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import posthorn.ingress.session.Client;
import posthorn.ingress.session.Directory;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.ReversePath;
import posthorn.protocol.wire.AuthenticateAnswer;
import posthorn.protocol.wire.AuthenticateRequest;
import posthorn.protocol.wire.BeginScramAnswer;
import posthorn.protocol.wire.BeginScramRequest;
import posthorn.protocol.wire.DirectoryGrpc;
import posthorn.protocol.wire.Locality;
import posthorn.protocol.wire.MaySendAsAnswer;
import posthorn.protocol.wire.MaySendAsRequest;
import posthorn.protocol.wire.ResolveAnswer;
import posthorn.protocol.wire.ResolveRequest;
import posthorn.protocol.wire.Resolved;
import posthorn.protocol.wire.ResolvedTarget;
import posthorn.protocol.wire.SignInCodec;

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
                    switch (directory.resolve(path, ReversePath.NULL, Optional.empty())) {
                        case Directory.Resolution.Local(String account, Directory.Room room) -> {
                            resolved.setLocality(Locality.LOCAL).setAccount(account);
                            room.left().ifPresent(resolved::setOctetsLeft);
                            room.limit().ifPresent(resolved::setOctetsLimit);
                        }
                        case Directory.Resolution.Remote r -> resolved.setLocality(Locality.REMOTE);
                        case Directory.Resolution.UnknownUser u ->
                                resolved.setLocality(Locality.UNKNOWN_USER);
                        case Directory.Resolution.Expanded(var targets, boolean only) -> {
                            resolved.setLocality(Locality.ADDRESS_EXPANDED)
                                    .setNotificationsOnly(only);
                            targets.forEach(target ->
                                    resolved.addTargets(
                                            ResolvedTarget.newBuilder()
                                                    .setAddress(target.path().encode())
                                                    .setAccount(target.account().orElse(""))
                                                    .setReversePath(target.reversePath())
                                                    .setDeliveredTo(target.deliveredTo())));
                        }
                        case Directory.Resolution.Disabled d ->
                                resolved.setLocality(Locality.ADDRESS_DISABLED);
                        case Directory.Resolution.SenderNotAllowed s ->
                                resolved.setLocality(Locality.SENDER_NOT_ALLOWED);
                        case Directory.Resolution.ExpansionFailed f ->
                                resolved.setLocality(Locality.EXPANSION_FAILED);
                        case Directory.Resolution.Elsewhere e ->
                                resolved.setLocality(Locality.HOSTED_ELSEWHERE);
                        case Directory.Resolution.NotKnownNow n ->
                                resolved.setLocality(Locality.NOT_KNOWN_NOW);
                    }
                    return ResolveAnswer.newBuilder().addResolved(resolved).build();
                });
    }

    @Override
    public void authenticate(AuthenticateRequest request, StreamObserver<AuthenticateAnswer> to) {
        answer(to, () -> answer(directory.signIn(SignInCodec.attempt(request))));
    }

    private static AuthenticateAnswer answer(Directory.AuthenticationResult signIn) {
        return switch (signIn) {
            case Directory.AuthenticationResult.Granted(var user, var signature, var trace) -> {
                AuthenticateAnswer.Builder answer =
                        AuthenticateAnswer.newBuilder()
                                .setAccount(user.account())
                                .setAddress(user.address())
                                .setAccessGeneration(user.accessGeneration())
                                .setTraceparent(trace);
                signature
                        .map(octets -> ByteString.copyFrom(octets.toArray()))
                        .ifPresent(answer::setServerSignature);
                yield answer.build();
            }
            case Directory.AuthenticationResult.Refused(var why) -> SignInCodec.answer(why);
        };
    }

    @Override
    public void beginScram(BeginScramRequest request, StreamObserver<BeginScramAnswer> to) {
        answer(to, () -> SignInCodec.answer(directory.beginScram(request.getLogin())));
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
