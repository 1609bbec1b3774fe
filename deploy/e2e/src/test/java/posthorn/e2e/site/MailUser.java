package posthorn.e2e.site;

import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import posthorn.e2e.client.AngusImap;
import posthorn.e2e.client.AngusMessage;
import posthorn.e2e.client.AngusPop3;
import posthorn.e2e.client.AngusSmtp;
import posthorn.e2e.system.MailSystem.Use;

/**
 * Somebody who has an account, with the mail programs that they use.
 *
 * @param id of the account
 */
public record MailUser(Site site, String address, String password, String id) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String HOST = "127.0.0.1";

    /** What stands behind the @ of their address. */
    public String domain() {
        return address.substring(address.indexOf('@') + 1);
    }

    /** Sends over STARTTLS by the first pod. */
    public AngusSmtp sender() {
        return AngusSmtp.startTls(HOST, site.port(Use.SUBMISSION)).as(address, password);
    }

    /** Sends as themselves. */
    public void send(List<String> to, byte[] message) throws MessagingException {
        sender().send(address, to, message);
    }

    /** Reads by IMAP, TLS from the start. */
    public AngusImap imap(int pod) {
        return AngusImap.implicitTls(site.port(Use.IMAPS, pod), address, password);
    }

    /** Reads by IMAP with STARTTLS. */
    public AngusImap imapStartTls(int pod) {
        return AngusImap.startTls(site.port(Use.IMAP, pod), address, password);
    }

    /** Reads by POP3, TLS from the start. */
    public AngusPop3 pop3(int pod) {
        return AngusPop3.implicitTls(site.port(Use.POP3S, pod), address, password);
    }

    /** Reads by POP3 with STLS. */
    public AngusPop3 pop3StartTls(int pod) {
        return AngusPop3.startTls(site.port(Use.POP3, pod), address, password);
    }

    /** Waits until INBOX has so many messages, and reads them all. */
    public List<AngusMessage> awaitInbox(int count) throws MessagingException, IOException {
        try (Store store = imap(0).connect()) {
            Folder inbox = store.getFolder("INBOX");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> inbox.getMessageCount() >= count);
        }
        return imap(0).read("INBOX");
    }

    /** How many messages INBOX has now. */
    public int inboxCount() throws MessagingException {
        return imap(0).count("INBOX");
    }
}
