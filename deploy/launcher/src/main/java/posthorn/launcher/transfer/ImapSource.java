package posthorn.launcher.transfer;

import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;

/**
 * An account of another server, by IMAP. Messages are read without marking them as seen, their
 * octets in pieces; nothing is changed there.
 */
public final class ImapSource implements MailSource {

    private static final int AT_ONCE = 500;
    private static final String TIMEOUT = "60000";
    private static final Set<String> USES = Set.of("drafts", "sent", "archive", "junk", "trash");

    /**
     * How a connection is secured.
     *
     * @param wanted whether a server without TLS is refused
     * @param trusted hosts whose certificate is taken as it is, {@code *} for all; empty: it has to
     *     be one that this machine trusts, of this name
     */
    public record Security(boolean wanted, String trusted) {}

    private final Store store;
    private final Map<String, IMAPFolder> folders = new HashMap<>();

    private ImapSource(Store store) {
        this.store = store;
    }

    /**
     * Signs in.
     *
     * @throws TransferStopped when that is refused, or nobody answers
     */
    public static ImapSource open(ImapAddress address, String password, Security security) {
        String protocol = address.tls() ? "imaps" : "imap";
        String prefix = "mail." + protocol + ".";
        Properties properties = new Properties();
        properties.put(prefix + "starttls.enable", "true");
        properties.put(
                prefix + "starttls.required",
                Boolean.toString(security.wanted() && !address.tls()));
        properties.put(prefix + "ssl.checkserveridentity", "true");
        if (!security.trusted().isEmpty()) {
            properties.put(prefix + "ssl.trust", security.trusted());
            properties.put(prefix + "ssl.checkserveridentity", "false");
        }
        properties.put(prefix + "peek", "true");
        properties.put(prefix + "fetchsize", "1048576");
        properties.put(prefix + "connectiontimeout", TIMEOUT);
        properties.put(prefix + "timeout", TIMEOUT);
        properties.put(prefix + "writetimeout", TIMEOUT);
        try {
            Store store = Session.getInstance(properties).getStore(protocol);
            store.connect(address.host(), address.port(), address.user(), password);
            return new ImapSource(store);
        } catch (MessagingException e) {
            throw new TransferStopped(
                    address.user()
                            + " could not sign in at "
                            + address.host()
                            + ":"
                            + address.port()
                            + " ("
                            + e.getMessage()
                            + "). Look at name, password and certificate.");
        }
    }

    @Override
    public List<Folder> folders() throws IOException {
        try {
            Set<String> shown = new HashSet<>();
            for (jakarta.mail.Folder each : store.getDefaultFolder().listSubscribed("*")) {
                shown.add(each.getFullName());
            }
            String prefix = prefix();
            List<Folder> found = new ArrayList<>();
            for (jakarta.mail.Folder each : store.getDefaultFolder().list("*")) {
                if (each instanceof IMAPFolder folder
                        && (folder.getType() & jakarta.mail.Folder.HOLDS_MESSAGES) != 0) {
                    String path = path(folder, prefix);
                    Folder named =
                            new Folder(path, use(folder), shown.contains(folder.getFullName()));
                    folders.put(named.path(), folder);
                    found.add(named);
                }
            }
            found.sort(
                    Comparator.comparing((Folder folder) -> !folder.path().equals(Folder.INBOX))
                            .thenComparing(Folder::path));
            return found;
        } catch (MessagingException e) {
            throw new IOException("the mailboxes are not listed: " + e.getMessage(), e);
        }
    }

    /** What stands before every name but INBOX, as in {@code INBOX.}; empty: nothing. */
    private String prefix() {
        try {
            jakarta.mail.Folder[] personal = store.getPersonalNamespaces();
            if (personal.length == 0 || personal[0].getFullName().isEmpty()) {
                return "";
            }
            return personal[0].getFullName() + personal[0].getSeparator();
        } catch (MessagingException none) {
            return "";
        }
    }

    private static String path(IMAPFolder folder, String prefix) throws MessagingException {
        String name = folder.getFullName();
        String own = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
        char separator = folder.getSeparator();
        return separator == '/' || separator == 0
                ? own
                : own.replace('/', '_').replace(separator, '/');
    }

    private static String use(IMAPFolder folder) throws MessagingException {
        return Arrays.stream(folder.getAttributes())
                .map(attribute -> attribute.toLowerCase(Locale.ROOT).replace("\\", ""))
                .filter(USES::contains)
                .findFirst()
                .orElse("");
    }

    @Override
    public void read(Folder folder, Receiver receiver) throws IOException {
        IMAPFolder source = folders.get(folder.path());
        if (source == null) {
            return;
        }
        try {
            source.open(jakarta.mail.Folder.READ_ONLY);
            int all = source.getMessageCount();
            for (int first = 1; first <= all; first += AT_ONCE) {
                some(source, first, Math.min(all, first + AT_ONCE - 1), receiver);
            }
            source.close(false);
        } catch (MessagingException e) {
            throw new IOException(folder.path() + " is not read: " + e.getMessage(), e);
        }
    }

    private static void some(IMAPFolder source, int first, int last, Receiver receiver)
            throws MessagingException, IOException {
        Message[] messages = source.getMessages(first, last);
        FetchProfile wanted = new FetchProfile();
        wanted.add(FetchProfile.Item.ENVELOPE);
        wanted.add(FetchProfile.Item.FLAGS);
        wanted.add(FetchProfile.Item.SIZE);
        wanted.add(UIDFolder.FetchProfileItem.UID);
        source.fetch(messages, wanted);
        for (Message each : messages) {
            IMAPMessage message = (IMAPMessage) each;
            if (!message.isExpunged()) {
                one(source, message, receiver);
            }
            message.invalidateHeaders();
        }
    }

    private static void one(IMAPFolder source, IMAPMessage message, Receiver receiver)
            throws MessagingException, IOException {
        String name = "UID " + source.getUID(message);
        Instant received =
                message.getReceivedDate() == null
                        ? Instant.now()
                        : message.getReceivedDate().toInstant();
        MessageFacts facts = new MessageFacts(name, received, flags(message.getFlags()));
        String id = message.getMessageID() == null ? "" : message.getMessageID().strip();
        if (receiver.has(facts, id, message.getSizeLong())) {
            return;
        }
        receiver.message(facts, () -> octets(message));
        if (!source.isOpen()) {
            throw new IOException("the server has closed the connection");
        }
    }

    private static InputStream octets(IMAPMessage message) throws IOException {
        try {
            return message.getMimeStream();
        } catch (MessagingException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static List<String> flags(Flags given) {
        Map<Flags.Flag, String> names =
                Map.of(
                        Flags.Flag.ANSWERED, "\\Answered",
                        Flags.Flag.DELETED, "\\Deleted",
                        Flags.Flag.DRAFT, "\\Draft",
                        Flags.Flag.FLAGGED, "\\Flagged",
                        Flags.Flag.SEEN, "\\Seen");
        List<String> flags = new ArrayList<>();
        for (Flags.Flag flag : given.getSystemFlags()) {
            if (names.containsKey(flag)) {
                flags.add(names.get(flag));
            }
        }
        flags.addAll(Arrays.asList(given.getUserFlags()));
        return flags;
    }

    @Override
    public void close() {
        try {
            store.close();
        } catch (MessagingException e) {
            // Everything was read.
        }
    }
}
