package posthorn.e2e.client;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * Sends by Angus Mail. The message goes as it is, except that Angus writes line breaks as CRLF and
 * adds one at the end when there is none.
 *
 * @param protocol smtp or smtps
 * @param startTls whether STARTTLS is required
 * @param user null: no sign-in
 */
public record AngusSmtp(
        String protocol,
        String host,
        int port,
        boolean startTls,
        @Nullable String user,
        @Nullable String password) {
    /** Without TLS and sign-in, as another mail server. */
    public static AngusSmtp plain(String host, int port) {
        return new AngusSmtp("smtp", host, port, false, null, null);
    }

    /** With STARTTLS, without sign-in. */
    public static AngusSmtp startTls(String host, int port) {
        return new AngusSmtp("smtp", host, port, true, null, null);
    }

    /** With TLS from the start, without sign-in. */
    public static AngusSmtp implicitTls(String host, int port) {
        return new AngusSmtp("smtps", host, port, false, null, null);
    }

    /** The same, signing in. */
    public AngusSmtp as(String login, String secret) {
        return new AngusSmtp(protocol, host, port, startTls, login, secret);
    }

    /**
     * Sends one message in one session.
     *
     * @param from reverse-path; empty is {@code <>}
     * @throws MessagingException when the server refuses the message or any recipient
     */
    public void send(String from, List<String> to, byte[] message) throws MessagingException {
        Session session =
                AngusSettings.session(
                        protocol,
                        "from",
                        from.isEmpty() ? "<>" : from,
                        "starttls.required",
                        String.valueOf(startTls),
                        "starttls.enable",
                        String.valueOf(startTls),
                        "allow8bitmime",
                        "true",
                        "localhost",
                        "client.test");
        Address[] recipients = new Address[to.size()];
        for (int i = 0; i < recipients.length; i++) {
            recipients[i] = new InternetAddress(to.get(i), false);
        }
        try (SMTPTransport transport = (SMTPTransport) session.getTransport(protocol)) {
            transport.connect(host, port, user, password);
            transport.sendMessage(
                    new MimeMessage(session, new ByteArrayInputStream(message)), recipients);
        }
    }
}
