package posthorn.protocol.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Encoded words (RFC 2047), read and written.
 *
 * <pre>
 * encoded-word = "=?" charset ["*" language] "?" encoding "?" encoded-text "?="
 * </pre>
 *
 * White space between two encoded words goes. The octets of neighbours in the same charset are put
 * together before they are decoded, since many senders cut characters in two. An encoded word is
 * read wherever it stands, in quotes too; what is not quite one stays as it is.
 */
public final class EncodedWords {
    private static final int MAX_CHARSET = 80;

    /** Octets that one word stands for: it has at most 75 characters (§2). */
    private static final int MAX_ENCODED = 45;

    private final String in;
    private final StringBuilder out = new StringBuilder();
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private String pendingCharset = "";

    private EncodedWords(String in) {
        this.in = in;
    }

    /** Text of an unfolded header value (octets). Never throws. */
    public static String decode(String value) {
        return value.contains("=?") ? new EncodedWords(value).read() : OctetString.text(value);
    }

    /**
     * Encoded words that stand for a text, in UTF-8 and base64, each on a line of its own and cut
     * between characters (§2, §5).
     *
     * @param text not empty; what no field may hold is for the caller to leave out
     */
    public static String encode(String text) {
        StringBuilder words = new StringBuilder();
        StringBuilder word = new StringBuilder();
        int octets = 0;
        for (int at = 0; at < text.length(); ) {
            String character = Character.toString(text.codePointAt(at));
            int more = character.getBytes(StandardCharsets.UTF_8).length;
            if (octets + more > MAX_ENCODED) {
                words.append(word(word.toString())).append("\r\n ");
                word.setLength(0);
                octets = 0;
            }
            word.append(character);
            octets += more;
            at += character.length();
        }
        return words.append(word(word.toString())).toString();
    }

    private static String word(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return "=?utf-8?b?" + Base64.getEncoder().encodeToString(utf8) + "?=";
    }

    private record Word(String charset, char encoding, String text, int end) {}

    private String read() {
        int from = 0;
        int at = in.indexOf("=?");
        while (at >= 0) {
            Word word = word(at);
            if (word == null) {
                at = in.indexOf("=?", at + 2);
                continue;
            }
            String between = in.substring(from, at);
            if (pending.size() == 0 || !between.isBlank()) {
                flush();
                out.append(OctetString.text(between));
            }
            append(word);
            from = word.end();
            at = in.indexOf("=?", from);
        }
        flush();
        return out.append(OctetString.text(in.substring(from))).toString();
    }

    private void append(Word word) {
        if (!word.charset().equals(pendingCharset)) {
            flush();
            pendingCharset = word.charset();
        }
        byte[] octets = word.encoding() == 'b' ? base64(word.text()) : quoted(word.text());
        pending.write(octets, 0, octets.length);
    }

    private void flush() {
        if (pending.size() > 0) {
            out.append(Charsets.decode(pendingCharset, pending.toByteArray()));
            pending.reset();
        }
    }

    private @Nullable Word word(int at) {
        int charsetEnd = in.indexOf('?', at + 2);
        if (charsetEnd < 0 || charsetEnd - at > MAX_CHARSET || charsetEnd + 2 >= in.length()) {
            return null;
        }
        char encoding = Character.toLowerCase(in.charAt(charsetEnd + 1));
        int textEnd = in.indexOf('?', charsetEnd + 3);
        boolean whole =
                in.charAt(charsetEnd + 2) == '?' && textEnd >= 0 && in.startsWith("?=", textEnd);
        if (!whole || (encoding != 'b' && encoding != 'q')) {
            return null;
        }
        String named = in.substring(at + 2, charsetEnd).toLowerCase(Locale.ROOT);
        int language = named.indexOf('*');
        String charset = language < 0 ? named : named.substring(0, language);
        return new Word(charset, encoding, in.substring(charsetEnd + 3, textEnd), textEnd + 2);
    }

    private static byte[] base64(String text) {
        byte[] octets = OctetString.bytes(text);
        return TransferDecoder.decode("base64", octets, 0, octets.length);
    }

    /** The "Q" encoding (RFC 2047 §4.2). */
    private static byte[] quoted(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int octet = c == '=' && i + 2 < text.length() ? OctetString.hex(text, i + 1) : -1;
            octets.write(octet >= 0 ? octet : c == '_' ? ' ' : c);
            i += octet >= 0 ? 2 : 0;
        }
        return octets.toByteArray();
    }
}
