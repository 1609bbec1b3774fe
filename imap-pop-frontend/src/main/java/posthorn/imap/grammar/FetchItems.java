package posthorn.imap.grammar;

import java.util.List;

/** The text of FETCH items. Responses name a section in the same way (RFC 3501 §7.4.2). */
public final class FetchItems {

    private FetchItems() {}

    /** The items, with spaces between them. */
    static void write(List<FetchItem> items, StringBuilder out) {
        for (int i = 0; i < items.size(); i++) {
            out.append(i == 0 ? "" : " ");
            switch (items.get(i)) {
                case FetchItem.Plain plain -> out.append(plain.text());
                case FetchItem.Body body -> {
                    out.append(body.peek() ? "BODY.PEEK[" : "BODY[");
                    out.append(section(body.section())).append(']');
                    FetchItem.Partial partial = body.partial();
                    if (partial != null) {
                        out.append('<').append(partial.offset()).append('.');
                        out.append(partial.length()).append('>');
                    }
                }
            }
        }
    }

    /** What stands between the brackets. */
    public static String section(Section section) {
        StringBuilder out = new StringBuilder();
        for (int number : section.part()) {
            out.append(out.isEmpty() ? "" : ".").append(number);
        }
        if (section.text() != Section.Text.ALL) {
            out.append(out.isEmpty() ? "" : ".").append(section.text().text());
        }
        if (!section.fields().isEmpty()) {
            out.append(" (");
            for (int i = 0; i < section.fields().size(); i++) {
                out.append(i == 0 ? "" : " ").append(field(section.fields().get(i)));
            }
            out.append(')');
        }
        return out.toString();
    }

    private static String field(String name) {
        boolean atom =
                !name.isEmpty()
                        && name.chars()
                                .allMatch(c -> c < 0x7f && ImapTokens.isAstringChar((byte) c));
        return atom ? name : ResponseWriter.quoted(name);
    }
}
