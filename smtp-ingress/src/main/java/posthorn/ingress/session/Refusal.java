package posthorn.ingress.session;

import java.util.List;
import posthorn.protocol.smtp.Reply;

/**
 * A no with what is filled into its words.
 *
 * @param reason why
 * @param details for the places in the words of the reason
 */
public record Refusal(RejectReason reason, List<String> details) {
    public Refusal {
        details = List.copyOf(details);
    }

    /** With these details. */
    public static Refusal of(RejectReason reason, String... details) {
        return new Refusal(reason, List.of(details));
    }

    /** What the client is told. */
    Reply reply() {
        return reason.reply(details.toArray());
    }
}
