package posthorn.e2e.client;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.angus.mail.pop3.POP3Folder;

/**
 * Reads by Angus Mail over POP3.
 *
 * @param protocol pop3 (with STLS) or pop3s
 */
public record AngusPop3(String protocol, String host, int port, String user, String password) {
    /** Over TLS from the start. */
    public static AngusPop3 implicitTls(int port, String user, String password) {
        return new AngusPop3("pop3s", "127.0.0.1", port, user, password);
    }

    /** Over STLS. */
    public static AngusPop3 startTls(int port, String user, String password) {
        return new AngusPop3("pop3", "127.0.0.1", port, user, password);
    }

    /** All messages of the maildrop, in its order; they stay there. */
    public List<AngusMessage> read() throws MessagingException, IOException {
        return read(false);
    }

    /** All messages of the maildrop, which is empty afterwards. */
    public List<AngusMessage> take() throws MessagingException, IOException {
        return read(true);
    }

    private List<AngusMessage> read(boolean delete) throws MessagingException, IOException {
        List<AngusMessage> read = new ArrayList<>();
        try (Store store = connect()) {
            POP3Folder folder = (POP3Folder) store.getFolder("INBOX");
            folder.open(Folder.READ_WRITE);
            for (Message message : folder.getMessages()) {
                ByteArrayOutputStream octets = new ByteArrayOutputStream();
                message.writeTo(octets);
                read.add(new AngusMessage(folder.getUID(message), octets.toByteArray(), Set.of()));
                message.setFlag(Flags.Flag.DELETED, delete);
            }
            folder.close(delete);
        }
        return read;
    }

    private Store connect() throws MessagingException {
        boolean startTls = protocol.equals("pop3");
        Store store =
                AngusSettings.session(
                                protocol,
                                "starttls.enable",
                                String.valueOf(startTls),
                                "starttls.required",
                                String.valueOf(startTls))
                        .getStore(protocol);
        store.connect(host, port, user, password);
        return store;
    }
}
