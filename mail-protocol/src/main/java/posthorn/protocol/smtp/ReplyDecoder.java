package posthorn.protocol.smtp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A resumable decoder of replies, for the client (RFC 5321 §4.2).
 *
 * <p>Feed it octets as they come and ask for replies. A line may end with LF alone, a code may
 * stand alone in its line; octets that are not UTF-8 are replaced, and control characters are
 * spaces: what a host says is read by people, in logs and in notifications. After {@link
 * #isBroken()} the connection is of no use any more: what follows could be taken for the reply to
 * another command.
 *
 * <p>For one thread.
 */
public final class ReplyDecoder {
    /** The most octets of one reply; the RFC's own limit is 512 per line (§4.5.3.1.5). */
    public static final int LONGEST = 64 * 1024;

    /** The most replies that may wait to be asked for; no transaction has as many. */
    static final int MOST_WAITING = 4_096;

    private static final Pattern LINE =
            Pattern.compile("([2-5][0-9]{2})(?:([ -])(.*))?", Pattern.DOTALL);
    private static final Pattern CONTROL =
            Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]");
    private static final Pattern STATUS =
            Pattern.compile("([245]\\.[0-9]{1,3}\\.[0-9]{1,3})(?: (.*))?", Pattern.DOTALL);

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final List<String> lines = new ArrayList<>();
    private final Queue<Reply> replies = new ArrayDeque<>();
    private int octets;
    private boolean broken;

    /** Takes octets as they came from the server. */
    public void feed(byte[] input) {
        for (byte octet : input) {
            if (broken) {
                return;
            }
            feed(octet);
        }
    }

    /** The next whole reply; empty: more octets are needed, or it is broken. */
    public Optional<Reply> next() {
        return Optional.ofNullable(replies.poll());
    }

    /**
     * Whether what came is no reply, one without an end, or more than anybody asked for; replies
     * before it remain.
     */
    public boolean isBroken() {
        return broken;
    }

    /** Whether a reply has begun and not ended. */
    public boolean isPartial() {
        return line.size() > 0 || !lines.isEmpty();
    }

    private void feed(byte octet) {
        octets++;
        if (octets > LONGEST) {
            broken = true;
        } else if (octet == '\n') {
            endLine();
        } else {
            line.write(octet);
        }
    }

    private void endLine() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        String stripped = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        String printable = CONTROL.matcher(stripped).replaceAll(" ");
        lines.add(printable);
        Matcher matcher = LINE.matcher(printable);
        if (!matcher.matches()) {
            broken = true;
        } else if (!"-".equals(matcher.group(2))) {
            endReply();
        }
    }

    private void endReply() {
        Optional<Reply> reply = assemble(lines);
        broken = reply.isEmpty() || replies.size() >= MOST_WAITING;
        if (!broken) {
            reply.ifPresent(replies::add);
        }
        lines.clear();
        octets = 0;
    }

    /** One reply out of its lines; empty when they do not belong together. */
    static Optional<Reply> assemble(List<String> wire) {
        List<String> texts = new ArrayList<>();
        int code = 0;
        for (int i = 0; i < wire.size(); i++) {
            Matcher matcher = LINE.matcher(wire.get(i));
            if (!matcher.matches() || !wire.get(i).equals(oneLine(wire.get(i)))) {
                return Optional.empty();
            }
            boolean more = "-".equals(matcher.group(2));
            int lineCode = Integer.parseInt(matcher.group(1));
            if (more == (i == wire.size() - 1) || (i > 0 && lineCode != code)) {
                return Optional.empty();
            }
            code = lineCode;
            String text = matcher.group(3);
            texts.add(text == null ? "" : text);
        }
        return texts.isEmpty() ? Optional.empty() : Optional.of(withStatus(code, texts));
    }

    private static String oneLine(String text) {
        return text.replace("\r", "").replace("\n", "");
    }

    /** The status of the first line, taken off every line that repeats it. */
    private static Reply withStatus(int code, List<String> texts) {
        Matcher first = STATUS.matcher(texts.getFirst());
        if (!first.matches() || texts.getFirst().charAt(0) - '0' != code / 100) {
            return new Reply(code, Optional.empty(), texts);
        }
        String status = first.group(1);
        List<String> rest = new ArrayList<>();
        for (String text : texts) {
            Matcher matcher = STATUS.matcher(text);
            boolean same = matcher.matches() && status.equals(matcher.group(1));
            String tail = same ? matcher.group(2) : text;
            rest.add(tail == null ? "" : tail);
        }
        return new Reply(code, EnhancedStatus.parse(status), rest);
    }
}
