package posthorn.mailbox.directory;

import java.util.Locale;
import java.util.Optional;
import posthorn.protocol.signin.SignInProtocol;

/** What an account may be used for: each can be switched off. */
public enum AccessSwitch {
    /** Reading by IMAP. */
    IMAP("IMAP"),
    /** Reading by POP3. */
    POP3("POP3"),
    /** Sending by SMTP. */
    SMTP("SMTP"),
    /** Passing the account's mail on to other addresses. */
    FORWARDING("Forwarding");

    private final String title;

    AccessSwitch(String title) {
        this.title = title;
    }

    /** Its name for people, in English. */
    public String title() {
        return title;
    }

    /** Its name in settings, in REST and on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The switch of a protocol; empty: it has none. */
    public static Optional<AccessSwitch> of(SignInProtocol protocol) {
        return switch (protocol) {
            case IMAP -> Optional.of(IMAP);
            case POP3 -> Optional.of(POP3);
            case SMTP -> Optional.of(SMTP);
            case PAGES -> Optional.empty();
        };
    }
}
