package posthorn.probe;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * Looks into an inbox as a mail program does, over TLS from the start, whatever certificate is
 * shown: certificates are judged elsewhere. Each look is a sign-in of its own.
 */
public final class InboxProbe {

    /** Messages that are looked at, the latest of the inbox. */
    private static final int LATEST = 20;

    /** By what it is read. */
    public enum Protocol {
        IMAPS,
        POP3S
    }

    /** Who signs in. */
    public record Login(String address, String password) {
        @Override
        public String toString() {
            return "Login[" + address + "]";
        }
    }

    private final Protocol protocol;
    private final String host;
    private final int port;
    private final Duration patience;

    /**
     * One for a port.
     *
     * @param patience for each wait: to be connected, for each answer
     */
    public InboxProbe(Protocol protocol, String host, int port, Duration patience) {
        this.protocol = protocol;
        this.host = host;
        this.port = port;
        this.patience = patience;
    }

    /**
     * Whether one of the latest messages has a word in its subject.
     *
     * @throws jakarta.mail.AuthenticationFailedException when the sign-in is refused; its message
     *     has the server's words
     * @throws MessagingException when it cannot be read for another reason
     */
    public boolean has(Login login, String word) throws MessagingException {
        return look(login, word, false);
    }

    /** The same, and deletes that message. */
    public boolean delete(Login login, String word) throws MessagingException {
        return look(login, word, true);
    }

    private boolean look(Login login, String word, boolean delete) throws MessagingException {
        String name = protocol.name().toLowerCase(Locale.ROOT);
        Session session = Session.getInstance(properties(name));
        try (Store store = session.getStore(name)) {
            store.connect(host, port, login.address(), login.password());
            try (Folder inbox = store.getFolder("INBOX")) {
                inbox.open(delete ? Folder.READ_WRITE : Folder.READ_ONLY);
                Optional<Message> message = latest(inbox, word);
                if (delete && message.isPresent()) {
                    message.get().setFlag(Flags.Flag.DELETED, true);
                }
                return message.isPresent();
            }
        }
    }

    private static Optional<Message> latest(Folder inbox, String word) throws MessagingException {
        int count = inbox.getMessageCount();
        for (int number = count; number > Math.max(0, count - LATEST); number--) {
            Message message = inbox.getMessage(number);
            if (String.valueOf(message.getSubject()).contains(word)) {
                return Optional.of(message);
            }
        }
        return Optional.empty();
    }

    private Properties properties(String name) {
        String prefix = "mail." + name + ".";
        String millis = Long.toString(patience.toMillis());
        Properties properties = new Properties();
        properties.setProperty(prefix + "ssl.trust", "*");
        properties.setProperty(prefix + "ssl.checkserveridentity", "false");
        properties.setProperty(prefix + "connectiontimeout", millis);
        properties.setProperty(prefix + "timeout", millis);
        properties.setProperty(prefix + "writetimeout", millis);
        return properties;
    }
}
