package posthorn.protocol.explanation;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import posthorn.protocol.smtp.EnhancedStatus;

/**
 * A failed attempt as the queue, the trace and notifications have it.
 *
 * @param status RFC 3463 code that the attempt was given; empty: none
 * @param host remote host, such as {@code mx.example.org[192.0.2.1]:25}; empty: none was reached
 * @param text the reply of the host in one line, or our own reason
 */
public record ReportedFailure(String status, String host, String text) {

    private static final Pattern REPLY =
            Pattern.compile(
                    "([2-5][0-9]{2})(?:[ -]+(?:([245]\\.[0-9]{1,3}\\.[0-9]{1,3})(?= |$))?.*)?",
                    Pattern.DOTALL);

    /** Whether {@code text} is what a host said, and not a reason of ours. */
    public boolean isReply() {
        return REPLY.matcher(text).matches();
    }

    /** Whether it was tried until its time was over (RFC 3463 X.4.7). */
    boolean expired() {
        return status.endsWith(".4.7");
    }

    /** Code of the reply; empty: it is none. */
    OptionalInt code() {
        Matcher reply = REPLY.matcher(text);
        return reply.matches()
                ? OptionalInt.of(Integer.parseInt(reply.group(1)))
                : OptionalInt.empty();
    }

    /** The code that the host gave, or, for a reason of ours, the one of the attempt. */
    Optional<EnhancedStatus> stated() {
        Matcher reply = REPLY.matcher(text);
        String code = reply.matches() ? reply.group(2) : status;
        return code == null ? Optional.empty() : EnhancedStatus.parse(code);
    }

    /** The text in lower case, with single spaces. */
    String words() {
        return text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    }

    /** The host's name alone, in lower case. */
    String hostName() {
        int bracket = host.indexOf('[', 1);
        String name = bracket > 0 ? host.substring(0, bracket) : host;
        String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return bare.toLowerCase(Locale.ROOT);
    }
}
