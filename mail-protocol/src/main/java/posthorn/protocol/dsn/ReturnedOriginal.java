package posthorn.protocol.dsn;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import posthorn.protocol.mime.QuotedPrintable;

/**
 * The last part of a report (RFC 6522 §3): the whole original where it fits into 7-bit lines, else
 * its header, encoded where that needs it. A header in UTF-8 is a message/global-headers (RFC 6533
 * §5).
 */
final class ReturnedOriginal {

    /** Octets of the original that are returned; of a longer one its header alone is. */
    static final int MAX_OCTETS = 64 * 1024;

    private static final int LONGEST_LINE = 998;
    private static final String ENCODED = "Content-Transfer-Encoding: quoted-printable\r\n";

    private ReturnedOriginal() {}

    /** Header and content of the part, ending with CRLF. */
    static String part(DeliveryReport report) {
        DeliveryReport.Original original = report.original();
        byte[] head = original.head();
        boolean whole = original.whole() && original.returnWhole() && head.length <= MAX_OCTETS;
        if (whole && isPlain(head)) {
            return "Content-Type: message/rfc822\r\n"
                    + "Content-Description: "
                    + ReportText.inAll(report, "message")
                    + "\r\n\r\n"
                    + closed(ascii(head));
        }
        byte[] header = header(head);
        String description = "Content-Description: " + ReportText.inAll(report, "header") + "\r\n";
        if (isPlain(header)) {
            return "Content-Type: text/rfc822-headers\r\n"
                    + description
                    + "\r\n"
                    + closed(ascii(header));
        }
        return type(header)
                + description
                + ENCODED
                + "\r\n"
                + closed(QuotedPrintable.encode(header));
    }

    /** Of a header that is not plain: octets above 127, or only long lines. */
    private static String type(byte[] header) {
        boolean ascii = isSevenBit(header);
        return !ascii && isUtf8(header)
                ? "Content-Type: message/global-headers\r\n"
                : "Content-Type: text/rfc822-headers\r\n";
    }

    /** Up to and without the empty line; when there is none, the whole lines of what was read. */
    private static byte[] header(byte[] head) {
        int most = Math.min(head.length, MAX_OCTETS);
        int lines = 0;
        for (int i = 0; i + 1 < most; i++) {
            if (head[i] == '\r' && head[i + 1] == '\n') {
                if (i == lines && i > 0) {
                    return Arrays.copyOf(head, lines);
                }
                lines = i + 2;
            }
        }
        return Arrays.copyOf(head, most < head.length && lines > 0 ? lines : most);
    }

    private static boolean isPlain(byte[] octets) {
        int line = 0;
        for (byte octet : octets) {
            line = octet == '\n' ? 0 : line + 1;
            if (octet <= 0 || line > LONGEST_LINE + 1) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSevenBit(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUtf8(byte[] octets) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
            return true;
        } catch (CharacterCodingException otherwise) {
            return false;
        }
    }

    private static String ascii(byte[] octets) {
        return new String(octets, StandardCharsets.US_ASCII);
    }

    private static String closed(String text) {
        return text.endsWith("\r\n") ? text : text + "\r\n";
    }
}
