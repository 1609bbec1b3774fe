package posthorn.pop3;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * What a client says in one line.
 *
 * <pre>
 * command = keyword *(SP argument)        ; RFC 1939 §3, keywords in any case
 * keyword = 3*4VCHAR
 * msg     = 1*DIGIT                       ; counted from 1
 * </pre>
 *
 * {@link #parse} and {@link #encode} are inverses up to case and superfluous spaces.
 */
public sealed interface Pop3Command {

    /** USER, RFC 1939 §7. */
    record User(String name) implements Pop3Command {}

    /** PASS, RFC 1939 §7: everything after the first space, spaces included. */
    record Pass(String password) implements Pop3Command {
        @Override
        public String toString() {
            return "Pass[]";
        }
    }

    /**
     * AUTH, RFC 5034 §4.
     *
     * @param mechanism null: which are there?
     * @param initialResponse base64 or {@code =}; null: none
     */
    record Auth(@Nullable String mechanism, @Nullable String initialResponse)
            implements Pop3Command {
        @Override
        public String toString() {
            return "Auth[mechanism=" + mechanism + "]";
        }
    }

    /** STLS, RFC 2595 §4. */
    record Stls() implements Pop3Command {}

    /** CAPA, RFC 2449 §5. */
    record Capa() implements Pop3Command {}

    /** STAT, RFC 1939 §5. */
    record Stat() implements Pop3Command {}

    /** LIST, RFC 1939 §5; message 0: all. */
    record ListSizes(int message) implements Pop3Command {}

    /** UIDL, RFC 1939 §7; message 0: all. */
    record Uidl(int message) implements Pop3Command {}

    /** RETR, RFC 1939 §5. */
    record Retr(int message) implements Pop3Command {}

    /** TOP, RFC 1939 §7: the header and so many lines of the body. */
    record Top(int message, int lines) implements Pop3Command {}

    /** DELE, RFC 1939 §5. */
    record Dele(int message) implements Pop3Command {}

    /** RSET, RFC 1939 §5. */
    record Rset() implements Pop3Command {}

    /** NOOP, RFC 1939 §5. */
    record Noop() implements Pop3Command {}

    /** QUIT, RFC 1939 §4 and §6. */
    record Quit() implements Pop3Command {}

    /** No command that we have. */
    record Unknown(String keyword) implements Pop3Command {}

    /**
     * A command that we have, with arguments that it has not; {@code form} is how it should look.
     */
    record Malformed(String form) implements Pop3Command {}

    /** What the line, without its end, says. Never throws. */
    static Pop3Command parse(String line) {
        int space = line.indexOf(' ');
        String keyword = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
        String rest = space < 0 ? "" : line.substring(space + 1);
        return switch (keyword) {
            case "USER" -> rest.isBlank() ? new Malformed("USER name") : new User(rest.strip());
            case "PASS" -> rest.isEmpty() ? new Malformed("PASS password") : new Pass(rest);
            case "AUTH" -> auth(words(rest));
            case "STLS" -> bare(rest, keyword, new Stls());
            case "CAPA" -> bare(rest, keyword, new Capa());
            case "STAT" -> bare(rest, keyword, new Stat());
            case "RSET" -> bare(rest, keyword, new Rset());
            case "NOOP" -> bare(rest, keyword, new Noop());
            case "QUIT" -> bare(rest, keyword, new Quit());
            case "LIST", "UIDL", "RETR", "DELE", "TOP" -> numbered(keyword, words(rest));
            default -> new Unknown(keyword);
        };
    }

    private static String[] words(String rest) {
        List<String> words = new ArrayList<>();
        StringTokenizer tokens = new StringTokenizer(rest, " ");
        while (tokens.hasMoreTokens()) {
            words.add(tokens.nextToken());
        }
        return words.toArray(String[]::new);
    }

    private static Pop3Command bare(String rest, String keyword, Pop3Command command) {
        return rest.isBlank() ? command : new Malformed(keyword);
    }

    private static Pop3Command auth(String[] words) {
        return switch (words.length) {
            case 0 -> new Auth(null, null);
            case 1 -> new Auth(words[0], null);
            case 2 -> new Auth(words[0], words[1]);
            default -> new Malformed("AUTH mechanism [initial-response]");
        };
    }

    private static Pop3Command numbered(String keyword, String[] words) {
        int first = words.length > 0 ? number(words[0]) : 0;
        int second = words.length > 1 ? number(words[1]) : 0;
        boolean one = words.length == 1 && first > 0;
        return switch (keyword) {
            case "LIST" ->
                    one || words.length == 0 ? new ListSizes(first) : new Malformed("LIST [msg]");
            case "UIDL" -> one || words.length == 0 ? new Uidl(first) : new Malformed("UIDL [msg]");
            case "RETR" -> one ? new Retr(first) : new Malformed("RETR msg");
            case "DELE" -> one ? new Dele(first) : new Malformed("DELE msg");
            default ->
                    words.length == 2 && first > 0 && second >= 0
                            ? new Top(first, second)
                            : new Malformed("TOP msg n");
        };
    }

    /** The number, at most the largest that fits; -1: it is none. */
    private static int number(String digits) {
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = Math.min(value * 10 + digit, Integer.MAX_VALUE);
        }
        return (int) value;
    }

    /** The line that says this, without its end. */
    default String encode() {
        return switch (this) {
            case User(String name) -> "USER " + name;
            case Pass(String password) -> "PASS " + password;
            case Auth(String mechanism, String initial) ->
                    "AUTH"
                            + (mechanism == null ? "" : " " + mechanism)
                            + (initial == null ? "" : " " + initial);
            case Stls() -> "STLS";
            case Capa() -> "CAPA";
            case Stat() -> "STAT";
            case ListSizes(int message) -> message == 0 ? "LIST" : "LIST " + message;
            case Uidl(int message) -> message == 0 ? "UIDL" : "UIDL " + message;
            case Retr(int message) -> "RETR " + message;
            case Top(int message, int lines) -> "TOP " + message + " " + lines;
            case Dele(int message) -> "DELE " + message;
            case Rset() -> "RSET";
            case Noop() -> "NOOP";
            case Quit() -> "QUIT";
            case Unknown(String keyword) -> keyword;
            case Malformed(String form) -> form;
        };
    }
}
