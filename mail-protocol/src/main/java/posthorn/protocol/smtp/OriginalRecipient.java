package posthorn.protocol.smtp;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * For whom a sender meant a message, whatever became of the address on its way (RFC 3461 §4.2, RFC
 * 6533 §3).
 *
 * <pre>
 * original = addr-type ";" xtext
 *          / "utf-8" ";" 1*( QCHAR / UTF8-non-ascii / "\x{" HEXPOINT "}" )
 * </pre>
 *
 * @param type of the address, such as {@code rfc822}, in the case in which it came
 * @param address decoded: printable ASCII and spaces, of the type {@code utf-8} also other
 *     characters; not empty
 */
public record OriginalRecipient(String type, String address) {

    /** Characters of the whole, as it stands behind {@code ORCPT=}. */
    private static final int LONGEST = 500;

    private static final String UTF8 = "utf-8";
    private static final Pattern CODE_POINT = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{2,6})\\}");

    /**
     * Checks the characters.
     *
     * @throws IllegalArgumentException when it could not be encoded
     */
    public OriginalRecipient {
        if (!isType(type) || !isAddress(type, address)) {
            throw new IllegalArgumentException("No original recipient: " + type + ";" + address);
        }
    }

    /**
     * The one in the value of ORCPT; empty when it is none.
     *
     * @param utf8 whether characters above 127 may stand in it as they are
     */
    public static Optional<OriginalRecipient> parse(String value, boolean utf8) {
        int semicolon = value.indexOf(';');
        if (semicolon < 0 || value.length() > LONGEST || !(utf8 || Chars.isAscii(value))) {
            return Optional.empty();
        }
        String type = value.substring(0, semicolon);
        String encoded = value.substring(semicolon + 1);
        return (isUtf8(type) ? decodeUtf8(encoded) : Xtext.decode(encoded))
                .filter(address -> isType(type) && isAddress(type, address))
                .map(address -> new OriginalRecipient(type, address));
    }

    /** The one in a text as {@link #text} gives it; empty when it is none. */
    public static Optional<OriginalRecipient> of(String text) {
        int semicolon = text.indexOf(';');
        String type = semicolon < 0 ? "" : text.substring(0, semicolon);
        String address = text.substring(semicolon + 1);
        return isType(type) && isAddress(type, address)
                ? Optional.of(new OriginalRecipient(type, address))
                : Optional.empty();
    }

    /** Type and decoded address with a semicolon between them, as records carry it. */
    public String text() {
        return type + ";" + address;
    }

    /** The value of ORCPT, in ASCII, so that it may go to any host that offers DSN. */
    public String encode() {
        return type + ";" + (isUtf8(type) ? encodeUtf8(address) : Xtext.encode(address));
    }

    private static boolean isUtf8(String type) {
        return type.toLowerCase(Locale.ROOT).equals(UTF8);
    }

    private static boolean isType(String type) {
        return !type.isEmpty()
                && Chars.isAscii(type)
                && type.chars().allMatch(c -> Chars.isAtext((char) c));
    }

    private static boolean isAddress(String type, String address) {
        boolean clean =
                isUtf8(type)
                        ? address.codePoints().noneMatch(Character::isISOControl)
                        : Chars.isPrintable(address);
        return clean && !address.isEmpty();
    }

    private static Optional<String> decodeUtf8(String encoded) {
        StringBuilder decoded = new StringBuilder();
        int at = 0;
        while (at < encoded.length()) {
            char c = encoded.charAt(at);
            if (c != '\\') {
                if (!isQuchar(c)) {
                    return Optional.empty();
                }
                decoded.append(c);
                at++;
                continue;
            }
            Matcher escaped = CODE_POINT.matcher(encoded).region(at, encoded.length());
            int codePoint = escaped.lookingAt() ? Integer.parseInt(escaped.group(1), 16) : -1;
            if (!Character.isValidCodePoint(codePoint) || isSurrogate(codePoint)) {
                return Optional.empty();
            }
            decoded.appendCodePoint(codePoint);
            at = escaped.end();
        }
        return Optional.of(decoded.toString());
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static String encodeUtf8(String address) {
        StringBuilder encoded = new StringBuilder();
        address.codePoints()
                .forEach(c -> {
                    if (c < 0x80 && isQuchar((char) c)) {
                        encoded.append((char) c);
                    } else {
                        encoded.append("\\x{").append(String.format("%02X", c)).append('}');
                    }
                });
        return encoded.toString();
    }

    /**
     * A printable character but for space, {@code +}, {@code =} and backslash, or one above 127.
     */
    private static boolean isQuchar(char c) {
        return c >= 0x80 || (c > ' ' && c < 0x7f && c != '+' && c != '=' && c != '\\');
    }
}
