package posthorn.delivery.api;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.vacation.VacationClaims;
import posthorn.protocol.wire.ClaimReplyAnswer;
import posthorn.protocol.wire.ClaimReplyRequest;
import posthorn.protocol.wire.VacationReply;
import posthorn.protocol.wire.VacationsGrpc;

/** Replies of those who are away, asked of {@code mailbox-api}. */
public final class MailboxApiVacations implements VacationClaims {

    private final MailboxChannels channels;
    private final Duration deadline;

    /** Over {@code channels}, each call with a deadline. */
    public MailboxApiVacations(MailboxChannels channels, Duration deadline) {
        this.channels = channels;
        this.deadline = deadline;
    }

    @Override
    public Optional<VacationReply> claim(
            String account, String sender, List<String> addressed, String message) {
        ClaimReplyRequest request =
                ClaimReplyRequest.newBuilder()
                        .setAccount(account)
                        .setSender(sender)
                        .addAllAddressed(addressed)
                        .setMessageId(message)
                        .build();
        try {
            ClaimReplyAnswer answer =
                    VacationsGrpc.newBlockingStub(channels.forAccount(account))
                            .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
                            .claimReply(request);
            return answer.hasReply() ? Optional.of(answer.getReply()) : Optional.empty();
        } catch (StatusRuntimeException | IllegalStateException e) {
            throw new AnswerLost(CallFailure.words(e), e);
        }
    }
}
