package posthorn.e2e.client;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;

/**
 * Reads by Angus Mail over IMAP.
 *
 * @param protocol imap (with STARTTLS) or imaps
 */
public record AngusImap(String protocol, String host, int port, String user, String password) {
    /** Over TLS from the start. */
    public static AngusImap implicitTls(int port, String user, String password) {
        return new AngusImap("imaps", "127.0.0.1", port, user, password);
    }

    /** Over STARTTLS. */
    public static AngusImap startTls(int port, String user, String password) {
        return new AngusImap("imap", "127.0.0.1", port, user, password);
    }

    /** A signed-in store, for what the methods here do not do; the caller closes it. */
    public Store connect() throws MessagingException {
        boolean startTls = protocol.equals("imap");
        Store store =
                AngusSettings.session(
                                protocol,
                                "starttls.enable",
                                String.valueOf(startTls),
                                "starttls.required",
                                String.valueOf(startTls),
                                "peek",
                                "true",
                                "partialfetch",
                                "false")
                        .getStore(protocol);
        store.connect(host, port, user, password);
        return store;
    }

    /** All messages of a mailbox, by ascending UID; \Seen is not set. */
    public List<AngusMessage> read(String mailbox) throws MessagingException, IOException {
        List<AngusMessage> read = new ArrayList<>();
        try (Store store = connect();
                IMAPFolder folder = (IMAPFolder) store.getFolder(mailbox)) {
            folder.open(Folder.READ_ONLY);
            for (Message message : folder.getMessages()) {
                read.add(read(folder, (IMAPMessage) message));
            }
        }
        return read;
    }

    /** Names of all mailboxes. */
    public List<String> mailboxes() throws MessagingException {
        try (Store store = connect()) {
            return Arrays.stream(store.getDefaultFolder().list("*"))
                    .map(Folder::getFullName)
                    .toList();
        }
    }

    /** How many messages a mailbox has, by STATUS. */
    public int count(String mailbox) throws MessagingException {
        try (Store store = connect()) {
            return store.getFolder(mailbox).getMessageCount();
        }
    }

    private static AngusMessage read(IMAPFolder folder, IMAPMessage message)
            throws MessagingException, IOException {
        Set<String> flags = new TreeSet<>(Arrays.asList(message.getFlags().getUserFlags()));
        Arrays.stream(message.getFlags().getSystemFlags())
                .map(AngusFlags::name)
                .forEach(flags::add);
        try (InputStream octets = message.getMimeStream()) {
            return new AngusMessage(
                    String.valueOf(folder.getUID(message)), octets.readAllBytes(), flags);
        }
    }
}
