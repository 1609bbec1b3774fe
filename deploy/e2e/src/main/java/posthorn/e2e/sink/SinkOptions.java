package posthorn.e2e.sink;

import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * What the server says in its reply to EHLO.
 *
 * @param hostname name it calls itself
 * @param keywords with their values, as in {@code SIZE 1000}; STARTTLS is left out by itself once
 *     TLS is on
 * @param implicitTls whether TLS starts before the greeting
 */
public record SinkOptions(String hostname, SequencedSet<String> keywords, boolean implicitTls) {
    /**
     * All that a modern server offers: STARTTLS, 8BITMIME, SMTPUTF8, PIPELINING,
     * ENHANCEDSTATUSCODES, SIZE of 100 MB.
     */
    public static SinkOptions modern() {
        SequencedSet<String> keywords = new LinkedHashSet<>();
        keywords.add("STARTTLS");
        keywords.add("8BITMIME");
        keywords.add("SMTPUTF8");
        keywords.add("PIPELINING");
        keywords.add("ENHANCEDSTATUSCODES");
        keywords.add("SIZE 100000000");
        return new SinkOptions("sink.test", keywords, false);
    }

    /** The same without a keyword. */
    public SinkOptions without(String keyword) {
        SequencedSet<String> rest = new LinkedHashSet<>(keywords);
        rest.removeIf(line -> line.equals(keyword) || line.startsWith(keyword + " "));
        return new SinkOptions(hostname, rest, implicitTls);
    }

    /** The same with a keyword more. */
    public SinkOptions with(String keyword) {
        SequencedSet<String> more = new LinkedHashSet<>(keywords);
        more.add(keyword);
        return new SinkOptions(hostname, more, implicitTls);
    }

    boolean offers(String keyword) {
        return keywords.stream()
                .anyMatch(line -> line.equals(keyword) || line.startsWith(keyword + " "));
    }
}
