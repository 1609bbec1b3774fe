package posthorn.protocol.mime;

import java.util.Locale;
import java.util.Set;

/**
 * The text that a reader sees in an HTML document: tags, comments, and what head, script, style and
 * title hold are left out, block elements become spaces, character references are decoded. No
 * parser of HTML: enough to search and to preview, and linear in the length of the document,
 * whatever it holds.
 */
final class HtmlText {
    private static final Set<String> UNSEEN =
            Set.of("script", "style", "title", "template", "noscript");

    /** Elements that do not break the line: no space is put in their place. */
    private static final Set<String> INLINE =
            Set.of(
                    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em",
                    "font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span",
                    "strike", "strong", "sub", "sup", "tt", "u", "var", "wbr");

    private final String in;
    private final StringBuilder out;
    private int at;
    private boolean quotesBroken;

    private HtmlText(String in) {
        this.in = in;
        this.out = new StringBuilder(in.length() / 2);
    }

    /** Text of the document. Never throws. */
    static String of(String html) {
        return new HtmlText(html).read();
    }

    private String read() {
        int lastClose = in.lastIndexOf('>');
        while (at < in.length()) {
            int open = in.indexOf('<', at);
            if (open < 0 || open > lastClose) {
                break;
            }
            text(at, open);
            if (in.startsWith("<!--", open)) {
                int close = in.indexOf("-->", open + 4);
                at = close < 0 ? in.length() : close + 3;
            } else if (open + 1 < in.length() && startsTag(in.charAt(open + 1))) {
                tag(open);
            } else {
                out.append('<');
                at = open + 1;
            }
        }
        text(at, in.length());
        return out.toString();
    }

    private static boolean startsTag(char c) {
        return c == '/' || c == '!' || c == '?' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private void tag(int open) {
        int nameStart = open + (in.charAt(open + 1) == '/' ? 2 : 1);
        int nameEnd = nameStart;
        while (nameEnd < in.length() && Character.isLetterOrDigit(in.charAt(nameEnd))) {
            nameEnd++;
        }
        String name =
                in.substring(nameStart, Math.min(nameEnd, nameStart + 20)).toLowerCase(Locale.ROOT);
        at = tagEnd(nameEnd);
        if (UNSEEN.contains(name) && nameStart == open + 1) {
            passElement(name);
        }
        if (!INLINE.contains(name)) {
            out.append('\n');
        }
    }

    /**
     * Index after the tag. A {@code >} within quotes does not end it; when no tag ends that way up
     * to the end of the document, quotes count for nothing from here on.
     */
    private int tagEnd(int from) {
        int i = from;
        while (!quotesBroken && i < in.length() && in.charAt(i) != '>') {
            char c = in.charAt(i);
            boolean opens = (c == '"' || c == '\'') && in.charAt(i - 1) == '=';
            int quoteEnd = opens ? in.indexOf(c, i + 1) : -1;
            i = quoteEnd > 0 ? quoteEnd + 1 : i + 1;
        }
        quotesBroken |= i >= in.length();
        int close = quotesBroken ? in.indexOf('>', from) : i;
        return close < 0 ? in.length() : close + 1;
    }

    /** To the closing tag of the element; to the end when there is none. */
    private void passElement(String name) {
        int close = at;
        do {
            close = in.indexOf("</", close);
            if (close < 0) {
                at = in.length();
                return;
            }
            close += 2;
        } while (!in.regionMatches(true, close, name, 0, name.length()));
        int end = in.indexOf('>', close);
        at = end < 0 ? in.length() : end + 1;
    }

    private void text(int from, int to) {
        int i = from;
        while (i < to) {
            char c = in.charAt(i);
            int semicolon = c == '&' ? semicolon(i + 1, to) : -1;
            String meant =
                    semicolon < 0 ? null : CharacterReferences.text(in.substring(i + 1, semicolon));
            out.append(meant == null ? String.valueOf(c) : meant);
            i = meant == null ? i + 1 : semicolon + 1;
        }
    }

    private int semicolon(int from, int to) {
        int end = Math.min(to, from + CharacterReferences.MAX_LENGTH);
        for (int i = from; i < end; i++) {
            if (in.charAt(i) == ';') {
                return i;
            }
        }
        return -1;
    }
}
