package posthorn.protocol.smtp;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A host or mail domain by name (RFC 5321 §2.3.5).
 *
 * <p>U-labels are folded the way of RFC 5895: to lower case, full-width forms and ideographic full
 * stops to their ordinary ones, NFC; then Punycode. {@code faß.example} and {@code fass.example}
 * remain two domains, as in IDNA 2008.
 *
 * @param name as it was given, with U-labels or A-labels, without a dot at the end; at most 255
 *     octets in its folded form, labels at most 63
 */
public record DomainName(String name) implements Domain {
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_LABEL = 63;

    /**
     * Checks syntax and length.
     *
     * @throws IllegalArgumentException when it is no domain name
     */
    public DomainName {
        if (!isName(name)) {
            throw new IllegalArgumentException("No domain name: " + name);
        }
    }

    /** The name in a text; empty when it is none. */
    public static Optional<DomainName> parse(String text) {
        return isName(text) ? Optional.of(new DomainName(text)) : Optional.empty();
    }

    @Override
    public String encode() {
        return name;
    }

    @Override
    public String folded() {
        return fold(name);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Length is judged on the folded form, since that is what is asked of DNS. */
    private static boolean isName(String text) {
        if (text.isEmpty() || text.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            return false;
        }
        for (String label : text.split("\\.", -1)) {
            if (!isLabel(label)) {
                return false;
            }
        }
        String folded = fold(text);
        return folded.length() <= LONGEST_NAME
                && List.of(folded.split("\\.", -1)).stream()
                        .allMatch(l -> isLabel(l) && l.length() <= LONGEST_LABEL);
    }

    private static boolean isLabel(String label) {
        return !label.isEmpty()
                && label.charAt(0) != '-'
                && label.charAt(label.length() - 1) != '-'
                && label.chars().allMatch(c -> Chars.isLetDig((char) c) || c == '-' || c == '_');
    }

    private static String fold(String text) {
        if (Chars.isAscii(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).replace('\u3002', '.');
        String mapped = Normalizer.normalize(plain.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
        List<String> labels = new ArrayList<>();
        for (String label : mapped.split("\\.", -1)) {
            boolean encoded = !Chars.isAscii(label) && label.length() <= LONGEST_LABEL;
            labels.add(encoded ? "xn--" + Punycode.encode(label) : label);
        }
        return String.join(".", labels);
    }
}
