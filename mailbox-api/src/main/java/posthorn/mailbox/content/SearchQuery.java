package posthorn.mailbox.content;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.wire.HeaderSearch;
import posthorn.protocol.wire.SearchKey;
import posthorn.protocol.wire.SearchKeys;

/**
 * What somebody typed into a search box.
 *
 * <pre>
 * query  = *( ["-"] ( name ":" value / word ) )
 * word   = 1*non-space / DQUOTE *any DQUOTE
 * name   = "from" / "to" / "cc" / "subject" / "is" / "since" / "before" / "larger"
 * </pre>
 *
 * All of it has to be so of a message; {@code -} in front: not so. A word stands in the header or
 * the text. {@code to:} looks into To, Cc and Bcc; {@code is:} knows unread, read, flagged,
 * answered and draft; {@code since:} and {@code before:} want a day, {@code 2026-11-28}; {@code
 * larger:} octets, with K or M for 1024 and 1048576 of them. A name that is none, or whose value
 * cannot be read, is a word like any other: nothing that is typed is wrong.
 */
public final class SearchQuery {

    private final String in;
    private int at;

    private SearchQuery(String in) {
        this.in = in;
    }

    /** The key; null: nothing was typed, every message matches. */
    public static @Nullable SearchKey parse(String query) {
        List<SearchKey> keys = new SearchQuery(query).keys();
        return switch (keys.size()) {
            case 0 -> null;
            case 1 -> keys.getFirst();
            default -> allOf(keys);
        };
    }

    /** What all of these match. */
    public static SearchKey allOf(List<SearchKey> keys) {
        return SearchKey.newBuilder().setAllOf(SearchKeys.newBuilder().addAllKeys(keys)).build();
    }

    private List<SearchKey> keys() {
        List<SearchKey> keys = new ArrayList<>();
        while (skipSpace()) {
            boolean not = in.charAt(at) == '-' && at + 1 < in.length() && !isSpace(at + 1);
            at += not ? 1 : 0;
            SearchKey key = key();
            if (key != null) {
                keys.add(not ? SearchKey.newBuilder().setNot(key).build() : key);
            }
        }
        return keys;
    }

    private boolean skipSpace() {
        while (at < in.length() && isSpace(at)) {
            at++;
        }
        return at < in.length();
    }

    private boolean isSpace(int index) {
        return Character.isWhitespace(in.charAt(index));
    }

    private @Nullable SearchKey key() {
        int start = at;
        int colon = at;
        while (colon < in.length() && Character.isLetter(in.charAt(colon))) {
            colon++;
        }
        if (colon > at
                && colon + 1 < in.length()
                && in.charAt(colon) == ':'
                && !isSpace(colon + 1)) {
            String name = in.substring(at, colon).toLowerCase(Locale.ROOT);
            at = colon + 1;
            SearchKey named = named(name, word());
            if (named != null) {
                return named;
            }
            at = start;
        }
        String word = word();
        return word.isEmpty() ? null : SearchKey.newBuilder().setText(word).build();
    }

    private String word() {
        if (in.charAt(at) == '"') {
            int end = in.indexOf('"', at + 1);
            String quoted = in.substring(at + 1, end < 0 ? in.length() : end);
            at = end < 0 ? in.length() : end + 1;
            return quoted.strip();
        }
        int from = at;
        while (at < in.length() && !isSpace(at)) {
            at++;
        }
        return in.substring(from, at);
    }

    private static @Nullable SearchKey named(String name, String value) {
        return switch (name) {
            case "from", "cc", "subject" -> header(name, value);
            case "to" ->
                    SearchKey.newBuilder()
                            .setAnyOf(
                                    SearchKeys.newBuilder()
                                            .addKeys(header("to", value))
                                            .addKeys(header("cc", value))
                                            .addKeys(header("bcc", value)))
                            .build();
            case "is" -> state(value.toLowerCase(Locale.ROOT));
            case "since" -> isDay(value) ? SearchKey.newBuilder().setSince(value).build() : null;
            case "before" -> isDay(value) ? SearchKey.newBuilder().setBefore(value).build() : null;
            case "larger" -> larger(value.toLowerCase(Locale.ROOT));
            default -> null;
        };
    }

    private static SearchKey header(String name, String value) {
        return SearchKey.newBuilder()
                .setHeader(
                        HeaderSearch.newBuilder()
                                .setName(name.toUpperCase(Locale.ROOT))
                                .setValue(value))
                .build();
    }

    private static @Nullable SearchKey state(String value) {
        return switch (value) {
            case "unread" -> SearchKey.newBuilder().setNot(flag("\\Seen")).build();
            case "read" -> flag("\\Seen");
            case "flagged" -> flag("\\Flagged");
            case "answered" -> flag("\\Answered");
            case "draft" -> flag("\\Draft");
            default -> null;
        };
    }

    private static SearchKey flag(String flag) {
        return SearchKey.newBuilder().setFlag(flag).build();
    }

    private static boolean isDay(String value) {
        try {
            return LocalDate.parse(value).toString().equals(value);
        } catch (DateTimeException noDay) {
            return false;
        }
    }

    private static @Nullable SearchKey larger(String value) {
        if (!value.matches("[0-9]{1,12}[km]?")) {
            return null;
        }
        char unit = value.charAt(value.length() - 1);
        long factor = unit == 'k' ? 1024 : unit == 'm' ? 1024 * 1024 : 1;
        String digits = factor == 1 ? value : value.substring(0, value.length() - 1);
        return SearchKey.newBuilder().setLarger(Long.parseLong(digits) * factor).build();
    }
}
