package posthorn.protocol.spf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A text with macros, taken apart (RFC 7208 §7.1).
 *
 * <pre>
 * macro-string = *( macro-expand / macro-literal )
 * macro-expand = ( "%{" macro-letter transformers *delimiter "}" ) / "%%" / "%_" / "%-"
 * transformers = *DIGIT [ "r" ]
 * delimiter    = "." / "-" / "+" / "," / "/" / "_" / "="
 * </pre>
 */
final class MacroString {
    /** Octets of a domain name (§7.3). */
    private static final int LONGEST_DOMAIN = 253;

    private static final String LETTERS = "slodiphv";
    private static final String EXPLANATION_LETTERS = "slodiphvcrt";
    private static final String DELIMITERS = ".-+,/_=";
    private static final int MOST_DIGITS = 3;

    private final List<Part> parts;
    private final boolean endsWithExpansion;

    private sealed interface Part {}

    private record Literal(String text) implements Part {}

    /** {@code keep} parts are kept, from the right; 0: all. */
    private record Macro(
            char letter, boolean escaped, int keep, boolean reversed, String delimiters)
            implements Part {}

    private MacroString(List<Part> parts, boolean endsWithExpansion) {
        this.parts = List.copyOf(parts);
        this.endsWithExpansion = endsWithExpansion;
    }

    /** Where the values of macros come from. */
    interface Values {
        /** Value of a macro letter, which is in lower case. */
        String of(char letter);
    }

    /** A text without the macros {@code c}, {@code r} and {@code t}, and without spaces. */
    static MacroString parse(String text) throws SpfSyntaxException {
        return new Parser(text, LETTERS, '!').parse();
    }

    /** An explanation: all macros, and spaces (§6.2). */
    static MacroString explanation(String text) throws SpfSyntaxException {
        return new Parser(text, EXPLANATION_LETTERS, ' ').parse();
    }

    /**
     * A domain-spec (§7.1): it ends with a macro, or with a label that may be a top-level domain.
     */
    static MacroString domainSpec(String text) throws SpfSyntaxException {
        MacroString parsed = parse(text);
        if (parsed.parts.isEmpty()) {
            throw new SpfSyntaxException("a domain is missing");
        }
        if (!parsed.endsWithExpansion && !endsInTopLabel(text)) {
            throw new SpfSyntaxException("'" + text + "' is no domain");
        }
        return parsed;
    }

    private static boolean endsInTopLabel(String text) {
        String spec = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        int dot = spec.lastIndexOf('.');
        String label = spec.substring(dot + 1);
        if (dot < 0 || label.isEmpty() || label.startsWith("-") || label.endsWith("-")) {
            return false;
        }
        boolean letDigHyp = label.chars().allMatch(c -> isAlphanumeric((char) c) || c == '-');
        return letDigHyp && !label.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The domain name that it stands for: cut to its last labels when it is too long (§7.3). */
    String domain(Values values) {
        StringBuilder reversed = new StringBuilder();
        for (Part part : parts.reversed()) {
            if (reversed.length() > LONGEST_DOMAIN) {
                break;
            }
            reversed.append(new StringBuilder(text(part, values)).reverse());
        }
        String domain = reversed.reverse().toString();
        String plain = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
        if (plain.length() <= LONGEST_DOMAIN) {
            return plain;
        }
        int dot = plain.indexOf('.', plain.length() - LONGEST_DOMAIN - 1);
        return dot < 0 ? "" : plain.substring(dot + 1);
    }

    /** The text that it stands for, at most {@code longest} characters. */
    String text(Values values, int longest) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(text(part, values));
            if (text.length() > longest) {
                text.setLength(longest);
                break;
            }
        }
        return text.toString();
    }

    private static String text(Part part, Values values) {
        return switch (part) {
            case Literal(String text) -> text;
            case Macro macro -> transformed(macro, values.of(macro.letter()));
        };
    }

    private static String transformed(Macro macro, String value) {
        String text = value;
        if (macro.keep() > 0 || macro.reversed() || !macro.delimiters().equals(".")) {
            List<String> pieces = split(value, macro.delimiters());
            if (macro.reversed()) {
                Collections.reverse(pieces);
            }
            int from = macro.keep() == 0 ? 0 : Math.max(0, pieces.size() - macro.keep());
            text = String.join(".", pieces.subList(from, pieces.size()));
        }
        return macro.escaped() ? UriEscape.of(text) : text;
    }

    private static List<String> split(String value, String delimiters) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < value.length(); i++) {
            if (delimiters.indexOf(value.charAt(i)) >= 0) {
                pieces.add(value.substring(from, i));
                from = i + 1;
            }
        }
        pieces.add(value.substring(from));
        return pieces;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** One pass over a text. */
    private static final class Parser {
        private final String in;
        private final String letters;
        private final char least;
        private final List<Part> parts = new ArrayList<>();
        private final StringBuilder literal = new StringBuilder();
        private int at;
        private boolean expanded;

        Parser(String in, String letters, char least) {
            this.in = in;
            this.letters = letters;
            this.least = least;
        }

        MacroString parse() throws SpfSyntaxException {
            while (at < in.length()) {
                char c = in.charAt(at++);
                expanded = c == '%';
                if (expanded) {
                    expand();
                } else if (c < least || c > '~') {
                    throw new SpfSyntaxException("a character that is not allowed");
                } else {
                    literal.append(c);
                }
            }
            endLiteral();
            return new MacroString(parts, expanded);
        }

        private void expand() throws SpfSyntaxException {
            char c = at < in.length() ? in.charAt(at++) : '\0';
            switch (c) {
                case '%' -> literal.append('%');
                case '_' -> literal.append(' ');
                case '-' -> literal.append("%20");
                case '{' -> macro();
                default -> throw new SpfSyntaxException("'%' stands alone");
            }
        }

        private void macro() throws SpfSyntaxException {
            int end = in.indexOf('}', at);
            if (end <= at) {
                throw new SpfSyntaxException("a macro does not end");
            }
            String body = in.substring(at, end);
            at = end + 1;
            char letter = Character.toLowerCase(body.charAt(0));
            if (letters.indexOf(letter) < 0) {
                throw new SpfSyntaxException(
                        "the macro '" + body.charAt(0) + "' is not known here");
            }
            int i = 1;
            while (i < body.length() && body.charAt(i) >= '0' && body.charAt(i) <= '9') {
                i++;
            }
            int keep = keep(body.substring(1, i));
            boolean reversed = i < body.length() && (body.charAt(i) | 0x20) == 'r';
            String delimiters = body.substring(reversed ? i + 1 : i);
            if (!delimiters.chars().allMatch(c -> DELIMITERS.indexOf(c) >= 0)) {
                throw new SpfSyntaxException("the macro '%{" + body + "}' cannot be read");
            }
            endLiteral();
            parts.add(
                    new Macro(
                            letter,
                            letter != body.charAt(0),
                            keep,
                            reversed,
                            delimiters.isEmpty() ? "." : delimiters));
        }

        private static int keep(String digits) throws SpfSyntaxException {
            if (digits.isEmpty()) {
                return 0;
            }
            String plain = digits.replaceFirst("^0+", "");
            if (plain.isEmpty()) {
                throw new SpfSyntaxException("a macro keeps no part");
            }
            return plain.length() > MOST_DIGITS ? Integer.MAX_VALUE : Integer.parseInt(plain);
        }

        private void endLiteral() {
            if (!literal.isEmpty()) {
                parts.add(new Literal(literal.toString()));
                literal.setLength(0);
            }
        }
    }
}
