package posthorn.ingress.session;

import java.net.InetAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import posthorn.protocol.smtp.AddressLiteral;
import posthorn.protocol.smtp.Domain;

/** The header fields that we prepend: Received (RFC 5321 §4.4), Date, Message-ID (RFC 6409 §8). */
final class TraceFields {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private TraceFields() {}

    /**
     * Received.
     *
     * @param recipients the one recipient is named; several are not, since they might be strangers
     *     to each other (RFC 5321 §7.6)
     */
    static String received(
            SmtpSessionSettings settings,
            Client client,
            String id,
            boolean smtpUtf8,
            List<AcceptedMessage.Recipient> recipients,
            Instant at) {
        String tls = client.tls().map(t -> "\r\n\t(" + t + ")").orElse("");
        String recipient =
                recipients.size() == 1
                        ? "\r\n\tfor <" + recipients.getFirst().named().encode() + ">"
                        : "";
        return "Received: from "
                + name(client)
                + " ("
                + literal(client.address())
                + ")\r\n\tby "
                + settings.hostname()
                + " with "
                + protocol(client, smtpUtf8)
                + tls
                + "\r\n\tid "
                + id
                + recipient
                + ";\r\n\t"
                + DATE.format(at)
                + "\r\n";
    }

    /** Date. */
    static String date(Instant at) {
        return "Date: " + DATE.format(at) + "\r\n";
    }

    /** Message-ID. */
    static String messageId(String value) {
        return "Message-ID: " + value + "\r\n";
    }

    /** What the client called itself, if that is a name; else its address. */
    private static String name(Client client) {
        return client.hello()
                .flatMap(h -> Domain.parse(h.name()))
                .map(Domain::folded)
                .orElseGet(() -> literal(client.address()));
    }

    private static String literal(String address) {
        return AddressLiteral.of(InetAddress.ofLiteral(address)).encode();
    }

    /** RFC 3848, and RFC 6531 §4.3. */
    private static String protocol(Client client, boolean smtpUtf8) {
        Optional<Client.Hello> hello = client.hello();
        if (hello.isEmpty() || !hello.get().extended()) {
            return "SMTP";
        }
        return (smtpUtf8 ? "UTF8SMTP" : "ESMTP")
                + (client.tls().isPresent() ? "S" : "")
                + (client.user().isPresent() ? "A" : "");
    }
}
