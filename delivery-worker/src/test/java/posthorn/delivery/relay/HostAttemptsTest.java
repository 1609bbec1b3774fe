package posthorn.delivery.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import posthorn.delivery.client.RecipientResult;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.AttemptResult.Deferred;
import posthorn.delivery.policy.AttemptResult.Delivered;
import posthorn.delivery.policy.AttemptResult.Failed;
import posthorn.delivery.policy.DeliveryFailure;
import posthorn.delivery.policy.DeliveryFailure.DnsUnavailable;
import posthorn.delivery.policy.DeliveryFailure.NotOffered;
import posthorn.delivery.policy.DeliveryFailure.SmtpExtension;
import posthorn.delivery.policy.DeliveryFailure.Stage;
import posthorn.delivery.policy.DeliveryFailure.UnexpectedReply;
import posthorn.delivery.policy.DeliveryFailure.Unreachable;
import posthorn.protocol.smtp.Reply;

/** What the hosts of a destination come to together. */
class HostAttemptsTest {

    private static final DeliveryFailure BUSY = rcpt("450 4.2.1 busy");
    private static final DeliveryFailure UNKNOWN = rcpt("550 5.1.1 no such user");
    private static final DeliveryFailure UNABLE = new NotOffered(SmtpExtension.SMTP_UTF8, "mx1");
    private static final DeliveryFailure DEAD = new Unreachable("mx2", "refused");

    private final HostAttempts attempts =
            new HostAttempts(Map.of(0, "a@far.test", 1, "b@far.test"));

    @Test
    void onlyWhatIsNotDecidedIsAskedOfTheNextHost() {
        attempts.record(
                Map.of(0, failed(BUSY), 1, new RecipientResult.Accepted("mx1", "250 ok", false)));
        assertEquals(Map.of(0, "a@far.test"), attempts.open());
        attempts.record(Map.of(0, failed(UNKNOWN)));
        assertTrue(attempts.done());
        assertEquals("5.1.1", status(0, Failed.class));
        assertEquals("2.0.0", status(1, Delivered.class));
    }

    @Test
    void messageThatNoHostCanTakeFails() {
        attempts.record(UNABLE);
        attempts.record(UNABLE);
        assertEquals("5.6.7", status(0, Failed.class));
        assertEquals(2, attempts.open().size());
    }

    @Test
    void messageWaitsWhenAHostThatMightTakeItDidNotAnswer() {
        attempts.record(DEAD);
        attempts.record(UNABLE);
        assertEquals("4.4.1", status(0, Deferred.class));
        HostAttempts other = new HostAttempts(Map.of(0, "a@far.test"));
        other.record(UNABLE);
        other.record(DEAD);
        assertEquals("4.4.1", Objects.requireNonNull(other.results().get(0)).status());
    }

    @Test
    void messageWaitsWhenAHostCouldNotBeAskedAndTheReplyOfAnotherIsTold() {
        DeliveryFailure dns = new DnsUnavailable("far.test", "no answer");
        attempts.record(Map.of(0, failed(BUSY), 1, failed(UNABLE)));
        attempts.notAsked(dns);
        assertEquals("4.2.1", status(0, Deferred.class));
        assertEquals("4.4.3", status(1, Deferred.class));
    }

    @Test
    void lastDeferralIsTold() {
        attempts.record(DEAD);
        attempts.record(BUSY);
        assertEquals("4.2.1", status(1, Deferred.class));
    }

    private String status(int ordinal, Class<? extends AttemptResult> kind) {
        AttemptResult result = Objects.requireNonNull(attempts.results().get(ordinal));
        assertEquals(kind, result.getClass(), () -> String.valueOf(result));
        return result.status();
    }

    private static RecipientResult failed(DeliveryFailure failure) {
        return new RecipientResult.Failed(failure);
    }

    private static DeliveryFailure rcpt(String reply) {
        return new UnexpectedReply(Stage.RCPT, "mx1", Reply.parse(reply).orElseThrow());
    }
}
