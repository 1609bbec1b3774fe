package posthorn.mailbox.clientsettings;

/**
 * A port that mail programs connect to, as it is reached from outside.
 *
 * @param host name, in lower case
 * @param port 1 to 65535
 */
public record MailServer(Protocol protocol, Security security, String host, int port) {

    /** What is spoken there. */
    public enum Protocol {
        IMAP,
        POP3,
        SMTP;

        /** Whether mail is read there. */
        public boolean incoming() {
            return this != SMTP;
        }
    }

    /** How TLS begins; without it nobody signs in. */
    public enum Security {
        /** With the first octet (RFC 8314 §3). */
        TLS,
        /** By STARTTLS or STLS, at the ports that begin in clear. */
        STARTTLS
    }
}
