package posthorn.imap.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import posthorn.imap.grammar.FetchItem.Plain;

/**
 * FETCH (RFC 3501 §6.4.5).
 *
 * <pre>
 * fetch     = "FETCH" SP sequence-set SP ("ALL" / "FULL" / "FAST" / fetch-att / "(" fetch-att *(SP fetch-att) ")")
 *             [SP "(" "CHANGEDSINCE" SP n ")"]
 * fetch-att = "ENVELOPE" / … / "BODY" [".PEEK"] section ["&lt;" number "." nz-number "&gt;"]
 * section   = "[" [section-msgtext / (section-part ["." section-text])] "]"
 * </pre>
 */
final class FetchParser {

    private static final int MAX_ITEMS = 200;
    private static final int MAX_DEPTH = 100;
    private static final int MAX_FIELDS = 100;

    private final ImapTokens in;

    private FetchParser(ImapTokens in) {
        this.in = in;
    }

    static ImapCommand fetch(ImapTokens in, boolean uid) throws BadSyntax {
        in.space();
        SequenceSet set = in.sequenceSet();
        in.space();
        FetchParser parser = new FetchParser(in);
        List<FetchItem> items = parser.items();
        return new ImapCommand.Fetch(uid, set, items, parser.changedSince());
    }

    private List<FetchItem> items() throws BadSyntax {
        if (!in.take('(')) {
            List<FetchItem> macro = macro();
            return macro != null ? macro : List.of(item());
        }
        List<FetchItem> items = new ArrayList<>();
        do {
            FetchItem item = item();
            if (!items.contains(item)) {
                items.add(item);
            }
            if (items.size() > MAX_ITEMS) {
                throw new BadSyntax("At most " + MAX_ITEMS + " items");
            }
        } while (in.take(' '));
        in.expect(')');
        return List.copyOf(items);
    }

    private @Nullable List<FetchItem> macro() {
        if (in.takeWord("ALL")) {
            return List.of(Plain.FLAGS, Plain.INTERNALDATE, Plain.RFC822_SIZE, Plain.ENVELOPE);
        }
        if (in.takeWord("FAST")) {
            return List.of(Plain.FLAGS, Plain.INTERNALDATE, Plain.RFC822_SIZE);
        }
        if (in.takeWord("FULL")) {
            return List.of(
                    Plain.FLAGS, Plain.INTERNALDATE, Plain.RFC822_SIZE, Plain.ENVELOPE, Plain.BODY);
        }
        return null;
    }

    private FetchItem item() throws BadSyntax {
        if (in.takeWord("BODY[")) {
            return body(false);
        }
        if (in.takeWord("BODY.PEEK[")) {
            return body(true);
        }
        String name = in.word();
        for (Plain item : Plain.values()) {
            if (item.text().equals(name)) {
                return item;
            }
        }
        throw new BadSyntax("Unknown item of FETCH");
    }

    private FetchItem body(boolean peek) throws BadSyntax {
        Section section = section();
        in.expect(']');
        if (!in.take('<')) {
            return new FetchItem.Body(section, peek, null);
        }
        long offset = in.number();
        in.expect('.');
        long length = in.number();
        if (length == 0) {
            throw new BadSyntax("A partial fetch has at least one octet");
        }
        in.expect('>');
        return new FetchItem.Body(section, peek, new FetchItem.Partial(offset, length));
    }

    private Section section() throws BadSyntax {
        List<Integer> part = new ArrayList<>();
        while (in.isDigit()) {
            long number = in.number();
            if (number == 0 || number > Integer.MAX_VALUE || part.size() == MAX_DEPTH) {
                throw new BadSyntax("No such part number");
            }
            part.add((int) number);
            if (!in.take('.')) {
                return new Section(List.copyOf(part), Section.Text.ALL, List.of());
            }
        }
        if (part.isEmpty() && in.peek() == ']') {
            return Section.WHOLE;
        }
        return sectionText(List.copyOf(part));
    }

    private Section sectionText(List<Integer> part) throws BadSyntax {
        Section.Text text =
                switch (in.word()) {
                    case "HEADER" -> Section.Text.HEADER;
                    case "HEADER.FIELDS" -> Section.Text.HEADER_FIELDS;
                    case "HEADER.FIELDS.NOT" -> Section.Text.HEADER_FIELDS_NOT;
                    case "TEXT" -> Section.Text.TEXT;
                    case "MIME" -> Section.Text.MIME;
                    default -> throw new BadSyntax("Unknown section");
                };
        if (text == Section.Text.MIME && part.isEmpty()) {
            throw new BadSyntax("MIME goes with a part number");
        }
        boolean named =
                text == Section.Text.HEADER_FIELDS || text == Section.Text.HEADER_FIELDS_NOT;
        return new Section(part, text, named ? fields() : List.of());
    }

    private List<String> fields() throws BadSyntax {
        in.space();
        in.expect('(');
        List<String> fields = new ArrayList<>();
        do {
            fields.add(in.astring());
            if (fields.size() > MAX_FIELDS) {
                throw new BadSyntax("At most " + MAX_FIELDS + " header fields");
            }
        } while (in.take(' '));
        in.expect(')');
        return List.copyOf(fields);
    }

    private OptionalLong changedSince() throws BadSyntax {
        if (!in.take(' ')) {
            return OptionalLong.empty();
        }
        in.expect('(');
        if (!in.takeWord("CHANGEDSINCE ")) {
            throw new BadSyntax("Unknown modifier of FETCH");
        }
        long modSeq = in.number64();
        in.expect(')');
        return OptionalLong.of(modSeq);
    }
}
