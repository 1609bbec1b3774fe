package posthorn.delivery.vacation;

import java.util.List;
import java.util.Optional;
import posthorn.protocol.wire.VacationReply;

/** Whether an account answers a message, and how. */
public interface VacationClaims {

    /**
     * Claims the reply to a sender: once for a period, and again for the same message.
     *
     * @param sender reverse-path of the message
     * @param addressed addresses in To and Cc
     * @param message id of the message
     * @return empty: it is not answered
     * @throws posthorn.delivery.queue.AnswerLost when nobody answers
     */
    Optional<VacationReply> claim(
            String account, String sender, List<String> addressed, String message);
}
