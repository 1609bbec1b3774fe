package posthorn.delivery.reports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** A report as a message (RFC 8460 §5.3, RFC 9990 §3.3.2), with the report packed by gzip. */
final class ReportMail {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);
    private static final int LINE = 76;

    private ReportMail() {}

    /**
     * The message, 7-bit, with CRLF.
     *
     * @param to address
     * @param now when it is made
     */
    static byte[] compose(
            ReportKind kind, ReportEnvelope envelope, String to, byte[] packed, Instant now) {
        String boundary = "=_" + envelope.id().replace('@', '_');
        String text =
                switch (kind) {
                    case TLS ->
                            "This is a report on TLS with the mail hosts of "
                                    + envelope.domain()
                                    + ", for programs.\r\n\r\nDies ist ein Bericht ueber TLS mit"
                                    + " den Mailservern von "
                                    + envelope.domain()
                                    + ", fuer Programme.\r\n";
                    case DMARC ->
                            "This is a report on mail in the name of "
                                    + envelope.domain()
                                    + " (DMARC), for programs.\r\n\r\nDies ist ein Bericht ueber"
                                    + " Mail im Namen von "
                                    + envelope.domain()
                                    + " (DMARC), fuer Programme.\r\n";
                };
        String message =
                header(kind, envelope, to, now, boundary)
                        + "\r\n--"
                        + boundary
                        + "\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n"
                        + text
                        + "\r\n--"
                        + boundary
                        + "\r\n"
                        + attachment(kind, envelope)
                        + Base64.getMimeEncoder(LINE, new byte[] {'\r', '\n'})
                                .encodeToString(packed)
                        + "\r\n--"
                        + boundary
                        + "--\r\n";
        return message.getBytes(StandardCharsets.US_ASCII);
    }

    private static String header(
            ReportKind kind, ReportEnvelope envelope, String to, Instant now, String boundary) {
        String type =
                switch (kind) {
                    case TLS ->
                            "TLS-Report-Domain: "
                                    + envelope.domain()
                                    + "\r\nTLS-Report-Submitter: "
                                    + envelope.organization()
                                    + "\r\nTLS-Required: No\r\nContent-Type: multipart/report;"
                                    + " report-type=\"tlsrpt\";";
                    case DMARC -> "Content-Type: multipart/mixed;";
                };
        return "From: <"
                + envelope.contact()
                + ">\r\nTo: <"
                + to
                + ">\r\nSubject: Report Domain: "
                + envelope.domain()
                + "\r\n Submitter: "
                + envelope.organization()
                + "\r\n Report-ID: <"
                + envelope.id()
                + ">\r\nDate: "
                + DATE.format(now.atOffset(ZoneOffset.UTC))
                + "\r\nMessage-ID: <"
                + envelope.id()
                + "@"
                + envelope.organization()
                + ">\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
                + type
                + "\r\n\tboundary=\""
                + boundary
                + "\"\r\n";
    }

    private static String attachment(ReportKind kind, ReportEnvelope envelope) {
        String type =
                switch (kind) {
                    case TLS -> "application/tlsrpt+gzip";
                    case DMARC -> "application/gzip";
                };
        return "Content-Type: "
                + type
                + "\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment;\r\n"
                + "\tfilename=\""
                + fileName(kind, envelope)
                + "\"\r\n\r\n";
    }

    /** RFC 8460 §5.1, RFC 9990 §3.3.1. */
    static String fileName(ReportKind kind, ReportEnvelope envelope) {
        return envelope.organization()
                + "!"
                + envelope.domain()
                + "!"
                + envelope.begin().getEpochSecond()
                + "!"
                + (envelope.end().getEpochSecond() - 1)
                + "!"
                + envelope.id()
                + switch (kind) {
                    case TLS -> ".json.gz";
                    case DMARC -> ".xml.gz";
                };
    }

    /** Packed by gzip, without a time, so that the same report is the same octets. */
    static byte[] packed(byte[] report) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
