package posthorn.protocol.mime;

import java.util.HexFormat;

/** Quoted-printable (RFC 2045 §6.7) for text with CRLF at its line ends. */
public final class QuotedPrintable {

    private static final int LONGEST_LINE = 76;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private QuotedPrintable() {}

    /** The text, encoded; its lines have 76 characters at most. */
    public static String encode(byte[] text) {
        StringBuilder out = new StringBuilder(text.length + text.length / 8);
        int line = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\r' && i + 1 < text.length && text[i + 1] == '\n') {
                out.append("\r\n");
                i++;
                line = 0;
                continue;
            }
            String encoded = encode(text, i);
            if (line + encoded.length() > LONGEST_LINE - 1) {
                out.append("=\r\n");
                line = 0;
            }
            out.append(encoded);
            line += encoded.length();
        }
        return out.toString();
    }

    private static String encode(byte[] text, int at) {
        byte octet = text[at];
        boolean atEnd = at + 1 == text.length || text[at + 1] == '\r';
        boolean blank = octet == ' ' || octet == '\t';
        boolean plain = (octet > 32 && octet < 127 && octet != '=') || (blank && !atEnd);
        return plain ? String.valueOf((char) octet) : "=" + HEX.toHexDigits(octet);
    }
}
