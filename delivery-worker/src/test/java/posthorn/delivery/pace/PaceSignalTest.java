package posthorn.delivery.pace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posthorn.delivery.policy.DeliveryFailure;
import posthorn.delivery.policy.DeliveryFailure.Stage;
import posthorn.protocol.smtp.Reply;

/** Which replies ask for less. */
class PaceSignalTest {

    @ParameterizedTest
    @CsvSource({
        "421, 4.7.28, SLOW_DOWN",
        "421, 4.3.2, SLOW_DOWN",
        "421, '', SLOW_DOWN",
        "450, 4.7.1, SLOW_DOWN",
        "451, 4.7.28, SLOW_DOWN",
        "451, 4.7.650, SLOW_DOWN",
        "550, 5.7.28, SLOW_DOWN",
        "450, 4.2.1, TALKS",
        "451, 4.3.0, TALKS",
        "452, 4.2.2, TALKS",
        "452, 4.5.3, TALKS",
        "450, '', TALKS",
        "550, 5.1.1, TALKS",
        "550, 5.7.1, REFUSES",
        "550, 5.7.26, REFUSES",
        "554, 5.7.0, REFUSES"
    })
    void ofAReply(int code, String status, PaceSignal signal) {
        Reply reply = status.isEmpty() ? Reply.plain(code, "text") : Reply.of(code, status, "text");
        assertEquals(
                signal,
                PaceSignal.of(new DeliveryFailure.UnexpectedReply(Stage.RCPT, "mx", reply)));
    }

    @Test
    void ofWhatIsNoReply() {
        assertEquals(
                PaceSignal.LOST, PaceSignal.of(new DeliveryFailure.Unreachable("mx", "refused")));
        for (Stage stage : Stage.values()) {
            assertEquals(
                    PaceSignal.LOST,
                    PaceSignal.of(new DeliveryFailure.ConnectionLost(stage, "mx", "time")));
        }
        for (DeliveryFailure ours :
                List.of(
                        new DeliveryFailure.DnsUnavailable("far.test", "SERVFAIL"),
                        new DeliveryFailure.MailboxUnavailable("away"),
                        new DeliveryFailure.Paced("far.test", "full", false),
                        new DeliveryFailure.Defect())) {
            assertEquals(PaceSignal.NONE, PaceSignal.of(ours));
        }
    }
}
