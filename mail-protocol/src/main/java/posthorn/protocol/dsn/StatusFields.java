package posthorn.protocol.dsn;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import posthorn.protocol.dsn.DeliveryReport.ReportedRecipient;
import posthorn.protocol.explanation.ReportedFailure;
import posthorn.protocol.mime.QuotedPrintable;

/** The part for programs (RFC 3464 §2), with characters above 127 the way of RFC 6533 §3. */
final class StatusFields {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private StatusFields() {}

    static String date(Instant instant) {
        return DATE.format(instant);
    }

    /** Header and content of the part, ending with CRLF. */
    static String part(DeliveryReport report, ListedRecipients recipients) {
        String fields = fields(report, recipients);
        if (isAscii(fields)) {
            return "Content-Type: message/delivery-status\r\n\r\n" + fields;
        }
        return "Content-Type: message/global-delivery-status\r\n"
                + "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                + QuotedPrintable.encode(fields.getBytes(StandardCharsets.UTF_8));
    }

    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    private static String fields(DeliveryReport report, ListedRecipients recipients) {
        StringBuilder out = new StringBuilder();
        field(out, "Reporting-MTA", "dns; ", report.reportingHost());
        field(out, "Original-Envelope-Id", "", report.envelopeId());
        field(out, "Arrival-Date", "", date(report.arrived()));
        if (recipients.more() > 0) {
            field(out, "X-Posthorn-Recipients-Not-Listed", "", String.valueOf(recipients.more()));
        }
        for (ReportedRecipient recipient : recipients.listed()) {
            out.append("\r\n");
            field(out, "Original-Recipient", "", originalType(recipient.originalAddress()));
            field(out, "Final-Recipient", type(recipient.address()), recipient.address());
            field(out, "Action", "", recipient.action().name().toLowerCase(Locale.ROOT));
            field(out, "Status", "", recipient.status());
            field(out, "Remote-MTA", "dns; ", hostName(recipient.remoteHost()));
            field(out, "Diagnostic-Code", diagnosticType(recipient), recipient.reply());
            field(out, "Last-Attempt-Date", "", date(recipient.lastAttempt()));
            report.retryUntil().ifPresent(until -> field(out, "Will-Retry-Until", "", date(until)));
        }
        return out.toString();
    }

    private static void field(StringBuilder out, String name, String type, String value) {
        String clean = oneLine(value);
        if (!clean.isEmpty()) {
            out.append(name).append(": ").append(type).append(clean).append("\r\n");
        }
    }

    /** Without control characters: a reply must not add fields of its own. */
    static String oneLine(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .forEach(clean::appendCodePoint);
        return clean.toString().strip();
    }

    private static String type(String address) {
        return isAscii(address) ? "rfc822; " : "utf-8; ";
    }

    private static String originalType(String original) {
        return original.isEmpty() || original.contains(";") ? original : "rfc822; " + original;
    }

    private static String diagnosticType(ReportedRecipient recipient) {
        boolean smtp =
                !recipient.remoteHost().isEmpty()
                        && new ReportedFailure("", "", recipient.reply()).isReply();
        return smtp ? "smtp; " : "x-posthorn; ";
    }

    /** The name in {@code mx.example.org[192.0.2.1]:25}; an address literal as it is. */
    private static String hostName(String host) {
        int bracket = host.indexOf('[', 1);
        return bracket > 0 ? host.substring(0, bracket) : host;
    }
}
