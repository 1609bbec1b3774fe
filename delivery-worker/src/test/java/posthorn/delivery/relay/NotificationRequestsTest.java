package posthorn.delivery.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import posthorn.delivery.client.NotificationParameters;
import posthorn.protocol.smtp.EsmtpParameter;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.MailRecipient;
import posthorn.protocol.wire.Notify;
import posthorn.protocol.wire.ReturnContent;

/** Parameters of RFC 3461 as they go on to the next host. */
class NotificationRequestsTest {

    @Test
    void nothingIsSaidOfWhatNobodyAskedFor() {
        NotificationParameters none = NotificationRequests.of(mail(rcpt("")).build());
        assertEquals(List.of(), none.mail());
        assertEquals(List.of(), none.rcpt(0));
    }

    @Test
    void whatWasAskedForIsEncodedAgain() {
        NotificationParameters asked =
                NotificationRequests.of(
                        mail(
                                        rcpt("rfc822;a+b=c d@old.test")
                                                .addNotify(Notify.SUCCESS)
                                                .addNotify(Notify.FAILURE),
                                        rcpt("").addNotify(Notify.NEVER))
                                .setEnvelopeId("x+1=\u00e4")
                                .setReturnContent(ReturnContent.HEADERS)
                                .build());
        assertEquals("RET=HDRS ENVID=x+2B1+3D+C3+A4", line(asked.mail()));
        assertEquals(
                "NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;a+2Bb+3Dc+20d@old.test", line(asked.rcpt(0)));
        assertEquals("NOTIFY=NEVER", line(asked.rcpt(1)));
    }

    @Test
    void addressBeyondAsciiGoesToAnyHost() {
        NotificationParameters asked =
                NotificationRequests.of(
                        mail(rcpt("utf-8;j\u00f6rg+x@b\u00fccher.test"))
                                .setReturnContent(ReturnContent.FULL)
                                .build());
        assertEquals("RET=FULL", line(asked.mail()));
        assertEquals("ORCPT=utf-8;j\\x{F6}rg\\x{2B}x@b\\x{FC}cher.test", line(asked.rcpt(0)));
    }

    @Test
    void originalWithoutATypeOrWithABadOneIsLeftOut() {
        NotificationParameters asked =
                NotificationRequests.of(mail(rcpt("a@old.test"), rcpt("r f c;a@old.test")).build());
        assertEquals(List.of(), asked.rcpt(0));
        assertEquals(List.of(), asked.rcpt(1));
    }

    private static String line(List<EsmtpParameter> parameters) {
        return String.join(" ", parameters.stream().map(EsmtpParameter::encode).toList());
    }

    private static MailRecipient.Builder rcpt(String original) {
        return MailRecipient.newBuilder().setAddress("a@far.test").setOriginal(original);
    }

    private static AcceptedMail.Builder mail(MailRecipient.Builder... recipients) {
        AcceptedMail.Builder mail = AcceptedMail.newBuilder().setId("m");
        for (MailRecipient.Builder recipient : recipients) {
            mail.addRecipients(recipient);
        }
        return mail;
    }
}
