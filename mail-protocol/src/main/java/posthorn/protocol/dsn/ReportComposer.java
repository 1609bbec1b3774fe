package posthorn.protocol.dsn;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import posthorn.protocol.dsn.DeliveryReport.Action;
import posthorn.protocol.dsn.DeliveryReport.ReportedRecipient;

/** From a {@link DeliveryReport} to the octets of the message. Pure: the same in, the same out. */
public final class ReportComposer {

    /**
     * No notification is longer. Recipients past what fits are counted instead of listed, long
     * replies and the original are cut.
     */
    public static final int MAX_OCTETS = 640 * 1024;

    /** The longest Message-ID of an original that is referred to: its line must hold it. */
    private static final int MAX_MESSAGE_ID = 900;

    private ReportComposer() {}

    /**
     * The message, CRLF at its line ends, 7-bit except where the address it goes to is not: then
     * its header needs SMTPUTF8 (RFC 6531).
     */
    public static byte[] compose(DeliveryReport report) {
        String boundary = "=_" + report.id();
        ListedRecipients recipients = ListedRecipients.of(report.recipients());
        String message =
                header(report, boundary)
                        + "\r\n--"
                        + boundary
                        + "\r\n"
                        + text(report, recipients)
                        + "\r\n--"
                        + boundary
                        + "\r\n"
                        + StatusFields.part(report, recipients)
                        + "\r\n--"
                        + boundary
                        + "\r\n"
                        + ReturnedOriginal.part(report.original())
                        + "\r\n--"
                        + boundary
                        + "--\r\n";
        return message.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether {@link #compose} makes a header that needs SMTPUTF8. */
    public static boolean needsUtf8(DeliveryReport report) {
        return !StatusFields.isAscii(report.to());
    }

    private static String header(DeliveryReport report, String boundary) {
        String original = StatusFields.oneLine(report.original().messageId());
        boolean known =
                !original.isEmpty()
                        && original.length() <= MAX_MESSAGE_ID
                        && StatusFields.isAscii(original);
        String references =
                known ? "In-Reply-To: " + original + "\r\nReferences: " + original + "\r\n" : "";
        return "From: Mail Delivery System <MAILER-DAEMON@"
                + report.reportingHost()
                + ">\r\nTo: <"
                + StatusFields.oneLine(report.to())
                + ">\r\nSubject: "
                + subject(report.action())
                + "\r\nDate: "
                + StatusFields.date(report.date())
                + "\r\nMessage-ID: <"
                + report.id()
                + "@"
                + report.reportingHost()
                + ">\r\n"
                + references
                + "Auto-Submitted: auto-replied\r\n"
                + "MIME-Version: 1.0\r\n"
                + "Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\""
                + boundary
                + "\"\r\n";
    }

    private static String subject(Action action) {
        return switch (action) {
            case FAILED -> "Message not delivered / Nachricht nicht zugestellt";
            case DELAYED -> "Message not delivered yet / Nachricht noch nicht zugestellt";
        };
    }

    private static String text(DeliveryReport report, ListedRecipients recipients) {
        String words =
                english(report, recipients)
                        + "\r\n"
                        + "-".repeat(60)
                        + "\r\n\r\n"
                        + german(report, recipients);
        return "Content-Type: text/plain; charset=utf-8\r\n"
                + "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                + QuotedPrintable.encode(words.getBytes(StandardCharsets.UTF_8));
    }

    private static String english(DeliveryReport report, ListedRecipients recipients) {
        String lead =
                switch (report.action()) {
                    case FAILED ->
                            lines(
                                    "Your message could not be delivered to the following recipients.",
                                    "It will not be tried again.");
                    case DELAYED ->
                            lines(
                                    "Your message could not be delivered to the following recipients yet.",
                                    "You need not do anything: it will be tried again"
                                            + until(report, " until ")
                                            + ".");
                };
        return "This is the mail system at "
                + report.reportingHost()
                + ".\r\n\r\n"
                + lead
                + listed(recipients, Explanation::english, "The receiving server said: ")
                + more(recipients, "And %d more, which are not listed here.");
    }

    private static String german(DeliveryReport report, ListedRecipients recipients) {
        String lead =
                switch (report.action()) {
                    case FAILED ->
                            lines(
                                    "Ihre Nachricht konnte den folgenden Empfängern nicht zugestellt werden.",
                                    "Es wird nicht weiter versucht.");
                    case DELAYED ->
                            lines(
                                    "Ihre Nachricht konnte den folgenden Empfängern noch nicht zugestellt werden.",
                                    "Sie müssen nichts tun: es wird weiter versucht"
                                            + until(report, " bis ")
                                            + ".");
                };
        return "Hier ist das Mailsystem auf "
                + report.reportingHost()
                + ".\r\n\r\n"
                + lead
                + listed(recipients, Explanation::german, "Der empfangende Server meldete: ")
                + more(recipients, "Und %d weitere, die hier nicht aufgeführt sind.");
    }

    private static String until(DeliveryReport report, String word) {
        return report.retryUntil().map(time -> word + StatusFields.date(time)).orElse("");
    }

    private static String lines(String first, String second) {
        return first + "\r\n" + second + "\r\n";
    }

    private static String more(ListedRecipients recipients, String words) {
        return recipients.more() == 0 ? "" : "\r\n" + words.formatted(recipients.more()) + "\r\n";
    }

    private static String listed(
            ListedRecipients recipients, Function<Explanation, String> words, String said) {
        StringBuilder out = new StringBuilder();
        for (ReportedRecipient recipient : recipients.listed()) {
            out.append("\r\n<").append(StatusFields.oneLine(recipient.address())).append(">\r\n  ");
            out.append(words.apply(Explanation.of(recipient.status()))).append("\r\n");
            if (!recipient.remoteHost().isEmpty()) {
                out.append("  ")
                        .append(StatusFields.isReply(recipient.reply()) ? said : "Details: ");
                out.append(StatusFields.oneLine(recipient.reply()));
                out.append(" (")
                        .append(StatusFields.oneLine(recipient.remoteHost()))
                        .append(")\r\n");
            }
        }
        return out.toString();
    }
}
