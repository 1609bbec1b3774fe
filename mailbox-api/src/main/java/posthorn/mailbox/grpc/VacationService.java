package posthorn.mailbox.grpc;

import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import posthorn.mailbox.intake.InvalidRequest;
import posthorn.mailbox.vacation.Vacations;
import posthorn.protocol.wire.ClaimReplyAnswer;
import posthorn.protocol.wire.ClaimReplyRequest;
import posthorn.protocol.wire.VacationReply;
import posthorn.protocol.wire.VacationsGrpc;
import posthorn.runtime.grpc.SingleResponse;

/** Automatic replies, for the worker. */
@GrpcService
public final class VacationService extends VacationsGrpc.VacationsImplBase {

    private static final int MOST = 100;

    private final Vacations vacations;

    @Inject
    VacationService(Vacations vacations) {
        this.vacations = vacations;
    }

    @Override
    public void claimReply(ClaimReplyRequest request, StreamObserver<ClaimReplyAnswer> caller) {
        SingleResponse.send(
                Uni.createFrom().deferred(() -> claim(request)), caller, Failures::status);
    }

    private Uni<ClaimReplyAnswer> claim(ClaimReplyRequest request) {
        if (request.getAddressedCount() > MOST) {
            throw new InvalidRequest("more than " + MOST + " addresses");
        }
        if (request.getAccount().isEmpty() || request.getMessageId().isEmpty()) {
            throw new InvalidRequest("a reply needs an account and a message");
        }
        return vacations
                .claim(
                        new Vacations.Question(
                                request.getAccount(),
                                request.getSender(),
                                request.getAddressedList(),
                                request.getMessageId()))
                .map(reply -> {
                    ClaimReplyAnswer.Builder answer = ClaimReplyAnswer.newBuilder();
                    reply.ifPresent(given ->
                            answer.setReply(
                                    VacationReply.newBuilder()
                                            .setAddress(given.address())
                                            .setSubject(given.subject())
                                            .setText(given.text())));
                    return answer.build();
                });
    }
}
