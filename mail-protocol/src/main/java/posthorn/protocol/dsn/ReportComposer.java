package posthorn.protocol.dsn;

import java.nio.charset.StandardCharsets;

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
        ListedRecipients recipients = ListedRecipients.of(report);
        String message =
                header(report, boundary)
                        + "\r\n--"
                        + boundary
                        + "\r\n"
                        + ReportText.part(report, recipients)
                        + "\r\n--"
                        + boundary
                        + "\r\n"
                        + StatusFields.part(report, recipients)
                        + "\r\n--"
                        + boundary
                        + "\r\n"
                        + ReturnedOriginal.part(report)
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
                + ReportText.subject(report)
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
}
