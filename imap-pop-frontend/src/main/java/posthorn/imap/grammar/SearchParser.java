package posthorn.imap.grammar;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * SEARCH (RFC 3501 §6.4.4).
 *
 * <pre>
 * search     = "SEARCH" [SP "CHARSET" SP astring] 1*(SP search-key)
 * search-key = "ALL" / "ANSWERED" / … / "NOT" SP search-key / "OR" SP search-key SP search-key /
 *              "UID" SP sequence-set / sequence-set / "(" search-key *(SP search-key) ")"
 * </pre>
 */
final class SearchParser {

    /** As deep as keys may be nested: each level is a call. */
    static final int MAX_DEPTH = 50;

    private static final int MAX_KEYS = 1000;

    private final ImapTokens in;
    private int keys;

    private SearchParser(ImapTokens in) {
        this.in = in;
    }

    static ImapCommand search(ImapTokens in, boolean uid) throws BadSyntax {
        in.space();
        if (in.takeWord("CHARSET ")) {
            charset(in.astring().toUpperCase(Locale.ROOT));
            in.space();
        }
        SearchKey key = new SearchParser(in).all(0);
        return new ImapCommand.Search(uid, key);
    }

    private static void charset(String name) throws BadSyntax {
        if (!name.equals("UTF-8") && !name.equals("US-ASCII")) {
            throw new BadSyntax(BadSyntax.Response.BAD_CHARSET, "Unknown charset");
        }
    }

    private SearchKey all(int depth) throws BadSyntax {
        List<SearchKey> all = new ArrayList<>();
        do {
            all.add(key(depth));
        } while (in.take(' '));
        return all.size() == 1 ? all.getFirst() : new SearchKey.And(List.copyOf(all));
    }

    private SearchKey key(int depth) throws BadSyntax {
        if (depth > MAX_DEPTH || ++keys > MAX_KEYS) {
            throw new BadSyntax(BadSyntax.Response.LIMIT, "Search is too complex");
        }
        if (in.take('(')) {
            SearchKey all = all(depth + 1);
            in.expect(')');
            return all;
        }
        if (in.isDigit() || in.peek() == '*') {
            return new SearchKey.Numbers(in.sequenceSet());
        }
        return named(in.word(), depth);
    }

    private SearchKey named(String name, int depth) throws BadSyntax {
        return switch (name) {
            case "ALL" -> new SearchKey.All();
            case "ANSWERED", "DELETED", "DRAFT", "FLAGGED", "SEEN" -> system(name, true);
            case "UNANSWERED", "UNDELETED", "UNDRAFT", "UNFLAGGED", "UNSEEN" ->
                    system(name.substring(2), false);
            case "KEYWORD" -> new SearchKey.Flag(keyword(), true);
            case "UNKEYWORD" -> new SearchKey.Flag(keyword(), false);
            case "NEW" -> new SearchKey.New();
            case "RECENT" -> new SearchKey.Recent(true);
            case "OLD" -> new SearchKey.Recent(false);
            case "NOT" -> new SearchKey.Not(next(depth));
            case "OR" -> new SearchKey.Or(next(depth), next(depth));
            case "UID" -> new SearchKey.Uids(uids());
            default -> withArgument(name);
        };
    }

    private SearchKey withArgument(String name) throws BadSyntax {
        return switch (name) {
            case "BCC", "CC", "FROM", "SUBJECT", "TO" -> new SearchKey.Envelope(name, text());
            case "HEADER" -> new SearchKey.Header(text().toUpperCase(Locale.ROOT), text());
            case "BODY" -> new SearchKey.Body(text());
            case "TEXT" -> new SearchKey.Text(text());
            case "LARGER" -> new SearchKey.Larger(number());
            case "SMALLER" -> new SearchKey.Smaller(number());
            case "BEFORE", "ON", "SINCE" ->
                    new SearchKey.Day(SearchKey.Relation.valueOf(name), day(), false);
            case "SENTBEFORE", "SENTON", "SENTSINCE" ->
                    new SearchKey.Day(SearchKey.Relation.valueOf(name.substring(4)), day(), true);
            case "MODSEQ" -> modSeq();
            default -> throw new BadSyntax("Unknown search key");
        };
    }

    private static SearchKey system(String name, boolean set) {
        return new SearchKey.Flag(
                "\\" + name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT), set);
    }

    private String keyword() throws BadSyntax {
        in.space();
        return in.atom();
    }

    private SearchKey next(int depth) throws BadSyntax {
        in.space();
        return key(depth + 1);
    }

    private SequenceSet uids() throws BadSyntax {
        in.space();
        return in.sequenceSet();
    }

    private String text() throws BadSyntax {
        in.space();
        return ImapTokens.utf8(in.astring());
    }

    private long number() throws BadSyntax {
        in.space();
        return in.number();
    }

    private LocalDate day() throws BadSyntax {
        in.space();
        LocalDate day = ImapDate.parseDate(in.isString() ? in.string() : in.atom());
        if (day == null) {
            throw new BadSyntax("Date expected, as in 1-Feb-1994");
        }
        return day;
    }

    /**
     * RFC 7162 §3.1.5: {@code "MODSEQ" [SP entry-name SP entry-type-req] SP mod-sequence-valzer}.
     */
    private SearchKey modSeq() throws BadSyntax {
        in.space();
        if (in.peek() == '"') {
            in.string();
            in.space();
            String type = in.word();
            if (!type.equals("ALL") && !type.equals("PRIV") && !type.equals("SHARED")) {
                throw new BadSyntax("Entry type expected");
            }
            in.space();
        }
        return new SearchKey.ModSeq(in.number64());
    }
}
