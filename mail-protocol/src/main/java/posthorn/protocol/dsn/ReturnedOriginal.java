package posthorn.protocol.dsn;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The last part of a report (RFC 6522 §3): the whole original where it fits into 7-bit lines, else
 * its header, encoded where that needs it.
 */
final class ReturnedOriginal {

    private static final int LONGEST_LINE = 998;

    private ReturnedOriginal() {}

    /** Header and content of the part, ending with CRLF. */
    static String part(DeliveryReport.Original original) {
        byte[] head = original.head();
        if (original.whole() && original.returnWhole() && isPlain(head)) {
            return "Content-Type: message/rfc822\r\n"
                    + "Content-Description: The message / Die Nachricht\r\n\r\n"
                    + closed(ascii(head));
        }
        byte[] header = header(head);
        String type = "Content-Type: text/rfc822-headers; charset=utf-8\r\n";
        String description = "Content-Description: Its header / Ihre Kopfzeilen\r\n";
        return isPlain(header)
                ? type + description + "\r\n" + closed(ascii(header))
                : type
                        + description
                        + "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                        + closed(QuotedPrintable.encode(header));
    }

    /** Up to and without the empty line; when there is none, what was read of it. */
    private static byte[] header(byte[] head) {
        for (int i = 0; i + 3 < head.length; i++) {
            if (head[i] == '\r'
                    && head[i + 1] == '\n'
                    && head[i + 2] == '\r'
                    && head[i + 3] == '\n') {
                return Arrays.copyOf(head, i + 2);
            }
        }
        return head;
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

    private static String ascii(byte[] octets) {
        return new String(octets, StandardCharsets.US_ASCII);
    }

    private static String closed(String text) {
        return text.endsWith("\r\n") ? text : text + "\r\n";
    }
}
