package posthorn.protocol.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a message, line by line.
 *
 * <pre>
 * multipart-body = [preamble CRLF] dash-boundary *LWSP CRLF body-part *(delimiter *LWSP CRLF body-part)
 *                  delimiter "--" *LWSP [CRLF epilogue]                                  RFC 2046 §5.1.1
 * delimiter      = CRLF "--" boundary
 * </pre>
 *
 * Each line that starts with two hyphens is compared with the boundaries of all multiparts around
 * it: a boundary of an outer one ends everything inside it. It suffices that the line begins with
 * the boundary; what goes on behind it is passed over. Of two boundaries that a line begins with,
 * the longer one is meant, of two equal ones the innermost. {@code pos} is always the start of a
 * line; after {@link #skipContent()} it stands at the boundary that was met, and {@code level} says
 * whose it is.
 */
final class StructureParser {
    private static final int NO_BOUNDARY = -1;
    private static final int MAX_BOUNDARY = 1_000;

    private final byte[] in;
    private final int end;
    private final Budget budget = new Budget(Budget.OCTETS);
    private final List<byte[]> boundaries = new ArrayList<>();
    private int pos;
    private int lineFeeds;
    private int parts;

    /**
     * Of the boundary at {@code pos}: its index in {@code boundaries}, and whether it is the
     * closing one.
     */
    private int level = NO_BOUNDARY;

    private boolean closing;

    /** Where the content that was skipped last ends. */
    private int contentEnd;

    StructureParser(byte[] in, int end) {
        this.in = in;
        this.end = end;
    }

    MessageStructure parse() {
        return message(0);
    }

    private MessageStructure message(int depth) {
        MessageHeader header = header();
        EnvelopeStructure envelope = EnvelopeStructure.of(header, budget);
        return new MessageStructure(envelope, part(header, false, depth));
    }

    private BodyPart part(MessageHeader header, boolean digest, int depth) {
        parts++;
        ContentFields fields = ContentFields.of(header, digest, budget);
        boolean multipart = fields.type().equalsIgnoreCase("multipart");
        boolean embedded = fields.isMessage();
        if ((multipart || embedded) && depth >= MessageStructure.MAX_DEPTH) {
            return leaf(header, fields.asOctetStream());
        }
        if (multipart) {
            return multipart(header, fields, depth + 1);
        }
        return embedded ? embedded(header, fields, depth + 1) : leaf(header, fields);
    }

    private BodyPart leaf(MessageHeader header, ContentFields fields) {
        int feedsBefore = lineFeeds;
        int bodyStart = pos;
        skipContent();
        return new BodyPart.Leaf(fields, range(header, bodyStart), lines(bodyStart, feedsBefore));
    }

    private BodyPart embedded(MessageHeader header, ContentFields fields, int depth) {
        int feedsBefore = lineFeeds;
        int bodyStart = pos;
        MessageStructure message = message(depth);
        return new BodyPart.Embedded(
                fields, range(header, bodyStart), lines(bodyStart, feedsBefore), message);
    }

    private BodyPart multipart(MessageHeader header, ContentFields fields, int depth) {
        int feedsBefore = lineFeeds;
        int bodyStart = pos;
        int own = boundaries.size();
        List<BodyPart> children = new ArrayList<>();
        byte[] boundary = boundary(fields);
        if (boundary != null && level == NO_BOUNDARY) {
            boundaries.add(boundary);
            skipContent();
            children(own, fields.is("multipart", "digest"), depth, children);
            boundaries.remove(own);
        }
        int floor = pos;
        if (level == own) {
            level = NO_BOUNDARY;
            takeLine();
        }
        skipContent(floor);
        PartRange range = range(header, bodyStart);
        if (children.isEmpty()) {
            PartRange whole = new PartRange(bodyStart, 0, bodyStart, range.bodyLength());
            children.add(
                    new BodyPart.Leaf(ContentFields.plain(), whole, lines(bodyStart, feedsBefore)));
        }
        return new BodyPart.Multipart(fields, range, children);
    }

    /**
     * Parts of the multipart whose boundary has index {@code own}, up to its closing boundary or
     * the end of what is around.
     */
    private void children(int own, boolean digest, int depth, List<BodyPart> children) {
        while (level == own && !closing) {
            level = NO_BOUNDARY;
            takeLine();
            if (parts < MessageStructure.MAX_PARTS) {
                children.add(part(header(), digest, depth));
            } else {
                skipContent();
            }
        }
    }

    private static byte @Nullable [] boundary(ContentFields fields) {
        String boundary = fields.parameter("boundary");
        if (boundary == null || boundary.isBlank() || boundary.length() > MAX_BOUNDARY) {
            return null;
        }
        return ("--" + boundary.stripTrailing()).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Header at {@code pos}, up to its empty line or to a boundary. */
    private MessageHeader header() {
        int start = pos;
        while (pos < end && !OctetString.isEmptyLine(in, pos, end) && !meetsBoundary()) {
            takeLine();
        }
        if (level == NO_BOUNDARY && pos < end) {
            takeLine();
        }
        contentEnd = pos;
        return MessageHeader.of(in, start, pos);
    }

    /**
     * Content from {@code pos} up to a boundary or to the end; nothing when {@code pos} stands at a
     * boundary already.
     */
    private void skipContent() {
        skipContent(pos);
    }

    /**
     * @param floor the line break before the boundary belongs to it, but only when it stands at or
     *     after this index
     */
    private void skipContent(int floor) {
        if (level != NO_BOUNDARY) {
            return;
        }
        while (pos < end && !meetsBoundary()) {
            takeLine();
        }
        contentEnd = pos;
        if (level != NO_BOUNDARY && pos > floor) {
            contentEnd -= pos - 1 > floor && in[pos - 2] == '\r' ? 2 : 1;
        }
    }

    private void takeLine() {
        pos = OctetString.nextLine(in, pos, end);
        lineFeeds += in[pos - 1] == '\n' ? 1 : 0;
    }

    private boolean meetsBoundary() {
        if (boundaries.isEmpty() || in[pos] != '-' || pos + 1 >= end || in[pos + 1] != '-') {
            return false;
        }
        int length = 0;
        for (int i = boundaries.size() - 1; i >= 0; i--) {
            byte[] dashBoundary = boundaries.get(i);
            if (dashBoundary.length > length && startsWith(dashBoundary)) {
                length = dashBoundary.length;
                level = i;
            }
        }
        int behind = pos + length;
        closing = behind + 1 < end && in[behind] == '-' && in[behind + 1] == '-';
        return length > 0;
    }

    private boolean startsWith(byte[] dashBoundary) {
        if (pos + dashBoundary.length > end) {
            return false;
        }
        for (int i = 0; i < dashBoundary.length; i++) {
            if (in[pos + i] != dashBoundary[i]) {
                return false;
            }
        }
        return true;
    }

    private PartRange range(MessageHeader header, int bodyStart) {
        int headerStart = header.start();
        return new PartRange(
                headerStart,
                bodyStart - headerStart,
                bodyStart,
                Math.max(bodyStart, contentEnd) - bodyStart);
    }

    /** Lines of the content from {@code bodyStart} to {@code contentEnd}. */
    private int lines(int bodyStart, int feedsBefore) {
        if (contentEnd <= bodyStart) {
            return 0;
        }
        boolean broken = in[contentEnd - 1] != '\n';
        int feeds = lineFeeds - feedsBefore - (contentEnd < pos ? 1 : 0);
        return feeds + (broken ? 1 : 0);
    }
}
