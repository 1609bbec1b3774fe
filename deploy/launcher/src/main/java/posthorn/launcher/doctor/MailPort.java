package posthorn.launcher.doctor;

import java.util.Locale;

/** The ports of a mail system, as they stand in its services' standards. */
enum MailPort {
    SMTP(25, Protocol.SMTP, false),
    SUBMISSIONS(465, Protocol.SMTP, true),
    SUBMISSION(587, Protocol.SMTP, false),
    IMAP(143, Protocol.IMAP, false),
    IMAPS(993, Protocol.IMAP, true),
    POP3(110, Protocol.POP3, false),
    POP3S(995, Protocol.POP3, true);

    /** What is spoken at a port. */
    enum Protocol {
        SMTP,
        IMAP,
        POP3
    }

    private final int number;
    private final Protocol protocol;
    private final boolean tlsFirst;

    MailPort(int number, Protocol protocol, boolean tlsFirst) {
        this.number = number;
        this.protocol = protocol;
        this.tlsFirst = tlsFirst;
    }

    int number() {
        return number;
    }

    Protocol protocol() {
        return protocol;
    }

    /** Whether TLS comes before the first word. */
    boolean tlsFirst() {
        return tlsFirst;
    }

    /** As it is written on a command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
