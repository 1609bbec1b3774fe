package posthorn.delivery.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.MailRecipient;

class QueuedMessageTest {

    private static MailRecipient recipient(String address, String reversePath, String by) {
        return MailRecipient.newBuilder()
                .setAddress(address)
                .setReversePath(reversePath)
                .setDeliveredTo(by)
                .build();
    }

    @Test
    void recipientsTravelTogetherWhereTheirCopiesAreTheSame() {
        AcceptedMail mail =
                AcceptedMail.newBuilder()
                        .addRecipients(recipient("a@far.test", "", ""))
                        .addRecipients(recipient("b@far.test", "srs@one.test", "g@one.test"))
                        .addRecipients(recipient("c@far.test", "srs@one.test", "g@one.test"))
                        .addRecipients(recipient("d@far.test", "srs@two.test", "g@two.test"))
                        .addRecipients(recipient("e@FAR.test", "", ""))
                        .addRecipients(recipient("f@one.test", "", "").toBuilder().setAccount("f"))
                        .build();
        QueuedMessage message = QueuedMessage.accepted(mail, 0);
        assertEquals(
                List.of("far.test", "far.test", "far.test", "local"),
                message.destinations().stream().map(Destination::key).toList());
        assertEquals(
                List.of(0, 1, 1, 2, 0, 3),
                message.recipients().stream().map(QueuedRecipient::destination).toList());
    }
}
