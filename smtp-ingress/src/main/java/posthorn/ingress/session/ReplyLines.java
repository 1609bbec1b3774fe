package posthorn.ingress.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import posthorn.protocol.smtp.Reply;

/**
 * The lines of negative replies as they are sent: the last one leads to the page that explains the
 * reply, and none is longer than RFC 5321 §4.5.3.1.5 allows.
 *
 * @param helpUrl where the pages of {@link posthorn.protocol.explanation.ReplyPages} are published,
 *     without a slash at the end; empty: no link is given
 */
public record ReplyLines(Optional<String> helpUrl) {

    /** Octets of a line, code and CRLF included. */
    private static final int LONGEST_LINE = 512;

    /** Without a link. */
    public static final ReplyLines PLAIN = new ReplyLines(Optional.empty());

    /** The reply with its link, its lines cut to what may be sent. */
    public Reply of(RejectReason reason, Reply reply) {
        String prefix = "550-" + reply.status().map(status -> status + " ").orElse("");
        int room = LONGEST_LINE - prefix.length() - "\r\n".length();
        List<String> lines = new ArrayList<>();
        reply.lines().forEach(line -> lines.add(cut(line, room)));
        helpUrl.ifPresent(url -> lines.add("See " + url + "/" + reason.word()));
        return new Reply(reply.code(), reply.status(), lines);
    }

    private static String cut(String line, int room) {
        byte[] octets = line.getBytes(StandardCharsets.UTF_8);
        if (octets.length <= room) {
            return line;
        }
        int end = room;
        while ((octets[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(octets, 0, end, StandardCharsets.UTF_8);
    }
}
