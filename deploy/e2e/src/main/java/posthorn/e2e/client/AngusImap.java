package posthorn.e2e.client;

import jakarta.mail.Flags;
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
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FLAGS;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.UID;

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

    /** As {@link #read}, by a single FETCH for all messages. */
    public List<AngusMessage> readAtOnce(String mailbox) throws MessagingException {
        return readAtOnce(mailbox, 1);
    }

    /** As {@link #readAtOnce(String)}, of the messages from that sequence number on. */
    public List<AngusMessage> readAtOnce(String mailbox, int first) throws MessagingException {
        try (Store store = connect();
                IMAPFolder folder = (IMAPFolder) store.getFolder(mailbox)) {
            folder.open(Folder.READ_ONLY);
            int last = folder.getMessageCount();
            if (last < first) {
                return List.of();
            }
            Response[] responses =
                    (Response[]) folder.doCommand(imap -> fetched(imap, first, last));
            return Arrays.stream(responses)
                    .filter(FetchResponse.class::isInstance)
                    .map(FetchResponse.class::cast)
                    .filter(each -> each.getItem(BODY.class) != null)
                    .map(AngusImap::message)
                    .toList();
        }
    }

    private static Response[] fetched(IMAPProtocol imap, int first, int last)
            throws ProtocolException {
        Response[] responses = imap.fetch(first, last, "UID FLAGS BODY.PEEK[]");
        imap.notifyResponseHandlers(responses);
        imap.handleResult(responses[responses.length - 1]);
        return responses;
    }

    private static AngusMessage message(FetchResponse response) {
        ByteArray octets = response.getItem(BODY.class).getByteArray();
        int start = octets.getStart();
        return new AngusMessage(
                String.valueOf(response.getItem(UID.class).uid),
                Arrays.copyOfRange(octets.getBytes(), start, start + octets.getCount()),
                names(response.getItem(FLAGS.class)));
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
        try (InputStream octets = message.getMimeStream()) {
            return new AngusMessage(
                    String.valueOf(folder.getUID(message)),
                    octets.readAllBytes(),
                    names(message.getFlags()));
        }
    }

    private static Set<String> names(Flags flags) {
        Set<String> names = new TreeSet<>(Arrays.asList(flags.getUserFlags()));
        Arrays.stream(flags.getSystemFlags()).map(AngusFlags::name).forEach(names::add);
        return names;
    }
}
