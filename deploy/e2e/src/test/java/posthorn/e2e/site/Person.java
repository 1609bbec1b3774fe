package posthorn.e2e.site;

import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import posthorn.e2e.client.StockImap;
import posthorn.e2e.client.StockMessage;
import posthorn.e2e.client.StockPop3;
import posthorn.e2e.client.StockSmtp;
import posthorn.e2e.system.MailSystem.Use;

/**
 * Somebody who has an account, with the mail programs that they use.
 *
 * @param id of the account
 */
public record Person(Site site, String address, String password, String id) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String HOST = "127.0.0.1";

    /** What stands behind the @ of their address. */
    public String domain() {
        return address.substring(address.indexOf('@') + 1);
    }

    /** Sends over STARTTLS by the first pod. */
    public StockSmtp sender() {
        return StockSmtp.startTls(HOST, site.port(Use.SUBMISSION)).as(address, password);
    }

    /** Sends as themselves. */
    public void send(List<String> to, byte[] message) throws MessagingException {
        sender().send(address, to, message);
    }

    /** Reads by IMAP, TLS from the start. */
    public StockImap imap(int pod) {
        return StockImap.implicitTls(site.port(Use.IMAPS, pod), address, password);
    }

    /** Reads by IMAP with STARTTLS. */
    public StockImap imapStartTls(int pod) {
        return StockImap.startTls(site.port(Use.IMAP, pod), address, password);
    }

    /** Reads by POP3, TLS from the start. */
    public StockPop3 pop3(int pod) {
        return StockPop3.implicitTls(site.port(Use.POP3S, pod), address, password);
    }

    /** Reads by POP3 with STLS. */
    public StockPop3 pop3StartTls(int pod) {
        return StockPop3.startTls(site.port(Use.POP3, pod), address, password);
    }

    /** Waits until INBOX has so many messages, and reads them all. */
    public List<StockMessage> awaitInbox(int count) throws MessagingException, IOException {
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
