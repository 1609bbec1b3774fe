package posthorn.protocol.smtp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server can do, as its reply to EHLO says (RFC 5321 §4.1.1.1, §2.2).
 *
 * @param keywords keyword in upper case to the rest of its line, which may be empty; in order
 */
public record Capabilities(Map<String, String> keywords) {
    /** Of a server that knows HELO only. */
    public static final Capabilities NONE = new Capabilities(Map.of());

    private static final Pattern BEHIND_KEYWORD = Pattern.compile("[ =]");
    private static final Pattern LIMIT = Pattern.compile("([A-Z0-9-]+)=([0-9]{1,6})");
    private static final Pattern SIZE = Pattern.compile("[0-9]{1,18}");

    /** Copies the map, in its order. */
    public Capabilities {
        keywords = Collections.unmodifiableMap(new LinkedHashMap<>(keywords));
    }

    /** From the lines behind the first of a positive reply to EHLO. */
    public static Capabilities of(Reply reply) {
        Map<String, String> keywords = new LinkedHashMap<>();
        for (String line : reply.lines().subList(1, reply.lines().size())) {
            // AUTH=LOGIN is an old spelling that some servers still send beside AUTH LOGIN.
            String[] words = BEHIND_KEYWORD.split(line.strip(), 2);
            keywords.putIfAbsent(
                    words[0].toUpperCase(Locale.ROOT), words.length == 2 ? words[1].strip() : "");
        }
        return new Capabilities(keywords);
    }

    /** The reply to EHLO that says them; {@code greeting} is its first line. */
    public Reply toReply(String greeting) {
        List<String> lines = new ArrayList<>();
        lines.add(greeting);
        keywords.forEach((word, rest) -> lines.add(rest.isEmpty() ? word : word + " " + rest));
        return Reply.plain(250, lines.toArray(String[]::new));
    }

    /** Whether a keyword is there, in any case. */
    public boolean has(String keyword) {
        return keywords.containsKey(keyword.toUpperCase(Locale.ROOT));
    }

    /** The rest of a keyword's line; empty text when it has none or is not there. */
    public String value(String keyword) {
        return keywords.getOrDefault(keyword.toUpperCase(Locale.ROOT), "");
    }

    /** Octets that a message may have (RFC 1870 §3); empty: the server does not say. */
    public OptionalLong size() {
        String text = value("SIZE").split(" ", 2)[0];
        long octets = SIZE.matcher(text).matches() ? Long.parseLong(text) : 0;
        return octets > 0 ? OptionalLong.of(octets) : OptionalLong.empty();
    }

    /**
     * A limit of the server (RFC 9422 §3), such as that of {@code RCPTMAX}; empty: it announces
     * none that can be read.
     */
    public OptionalInt limit(String name) {
        for (String word : value("LIMITS").toUpperCase(Locale.ROOT).split(" ", -1)) {
            Matcher limit = LIMIT.matcher(word);
            if (limit.matches() && limit.group(1).equals(name) && !limit.group(2).matches("0+")) {
                return OptionalInt.of(Integer.parseInt(limit.group(2)));
            }
        }
        return OptionalInt.empty();
    }
}
