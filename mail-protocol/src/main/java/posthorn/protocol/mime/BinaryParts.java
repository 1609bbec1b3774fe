package posthorn.protocol.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message whose parts may be binary (RFC 3030 §3) on its way to one of lines, which every program
 * takes: what a part holds with Content-Transfer-Encoding: binary becomes base64 (RFC 2045 §6.8), a
 * multipart or a message in it that says it is binary says 8bit, all other octets pass as they
 * came. A body is never held; of a header, and of a line that may be a delimiter, what there is of
 * it. For one message and one thread.
 *
 * <pre>
 * HEADER --empty line--> LINES, BINARY, or HEADER of a message in the message
 * any    --delimiter---> HEADER of the next part, or LINES behind the last one
 * </pre>
 */
public final class BinaryParts {
    /** Octets of a header, at most, and of what else is held. */
    public static final int MOST_HELD = 64 * 1024;

    /** Octets of a line that are looked at for a delimiter: RFC 2046 §5.1.1 has 74. */
    private static final int MOST_START = 256;

    private static final int MOST_NESTED = 50;

    /** Octets that one line of base64 stands for. */
    private static final int GROUP = 57;

    private static final byte[] CRLF = {'\r', '\n'};
    private static final String ENCODING = "Content-Transfer-Encoding";

    private enum Content {
        HEADER,
        LINES,
        BINARY
    }

    /**
     * A multipart that has not ended.
     *
     * @param messages in which it is
     */
    private record Multipart(byte[] delimiter, boolean digest, int messages) {}

    private final int maxLine;
    private final List<Multipart> open = new ArrayList<>();
    private final ByteArrayOutputStream header = new ByteArrayOutputStream();
    private final byte[] start = new byte[MOST_START];
    private final byte[] group = new byte[GROUP];
    private ByteArrayOutputStream out = new ByteArrayOutputStream(0);
    private Content content = Content.HEADER;
    private @Nullable Content behindLine;
    private boolean looking;
    private int startLength;
    private int groupLength;
    private boolean encoded;
    private boolean cr;
    private boolean heldBreak;
    private int lineLength;
    private int messages;
    private boolean digest;
    private boolean wrong;

    /**
     * A message of which nothing has come.
     *
     * @param maxLine octets of a line outside of binary parts, line end not counted
     */
    public BinaryParts(int maxLine) {
        this.maxLine = maxLine;
    }

    /** Takes the next octets; what they become is put behind what is in {@code to}. */
    public void write(byte[] octets, int from, int end, ByteArrayOutputStream to) {
        out = to;
        for (int i = from; i < end && !wrong; i++) {
            take(octets[i]);
        }
    }

    /** The message has ended. */
    public void finish(ByteArrayOutputStream to) {
        out = to;
        if (looking && startLength > 0) {
            decide();
        }
        if (content == Content.BINARY) {
            if (heldBreak) {
                encodeBreak();
            }
            if (cr) {
                encode((byte) '\r');
            }
        } else {
            wrong |= cr;
        }
        endContent();
    }

    /**
     * Whether something else than lines stands outside of binary parts, or more is held or nested
     * than may be: then what came out is no message.
     */
    public boolean isWrong() {
        return wrong;
    }

    // ---- delimiters

    private void take(byte octet) {
        if (!looking) {
            content(octet);
            return;
        }
        start[startLength++] = octet;
        boolean line = octet == '\n' && startLength > 1 && start[startLength - 2] == '\r';
        if (line || startLength == MOST_START || (octet != '-' && startLength <= 2)) {
            decide();
        }
    }

    /** Whether the start of the line is a delimiter is known. */
    private void decide() {
        int length = startLength;
        byte[] line = Arrays.copyOf(start, length);
        looking = false;
        startLength = 0;
        int index = delimited(line);
        if (index < 0) {
            for (byte octet : line) {
                content(octet);
            }
            return;
        }
        heldBreak &= content == Content.BINARY;
        endContent();
        byte[] delimiter = open.get(index).delimiter();
        boolean last = beginsWith(line, delimiter.length, new byte[] {'-', '-'});
        digest = open.get(index).digest();
        messages = open.get(index).messages();
        open.subList(last ? index : index + 1, open.size()).clear();
        content = Content.LINES;
        behindLine = last ? Content.LINES : Content.HEADER;
        lineLength = 0;
        for (byte octet : line) {
            content(octet);
        }
    }

    /** Of the multiparts whose delimiter the line begins with, the one with the longest. */
    private int delimited(byte[] line) {
        int found = -1;
        for (int i = open.size() - 1; i >= 0; i--) {
            byte[] delimiter = open.get(i).delimiter();
            if (beginsWith(line, 0, delimiter)
                    && (found < 0 || delimiter.length > open.get(found).delimiter().length)) {
                found = i;
            }
        }
        return found;
    }

    private static boolean beginsWith(byte[] line, int at, byte[] what) {
        if (line.length - at < what.length) {
            return false;
        }
        for (int i = 0; i < what.length; i++) {
            if (line[at + i] != what[i]) {
                return false;
            }
        }
        return true;
    }

    // ---- content

    private void content(byte octet) {
        switch (content) {
            case HEADER -> {
                header.write(octet);
                wrong |= header.size() > MOST_HELD;
                line(octet);
            }
            case LINES -> {
                out.write(octet);
                line(octet);
            }
            case BINARY -> binary(octet);
        }
    }

    /** An octet of a line. */
    private void line(byte octet) {
        boolean ends = cr && octet == '\n';
        wrong |= octet == 0 || cr != (octet == '\n');
        cr = octet == '\r';
        lineLength++;
        wrong |= lineLength > maxLine + CRLF.length;
        if (!ends || wrong) {
            return;
        }
        boolean empty = lineLength == CRLF.length;
        lineEnded();
        if (behindLine != null) {
            content = behindLine;
            behindLine = null;
        } else if (content == Content.HEADER && empty) {
            headerEnded();
        }
    }

    private void lineEnded() {
        lineLength = 0;
        looking = !open.isEmpty();
    }

    private void headerEnded() {
        byte[] octets = header.toByteArray();
        header.reset();
        MessageHeader fields = MessageHeader.of(octets);
        ContentFields says = ContentFields.of(fields, digest, new Budget(Budget.OCTETS));
        boolean binary = says.transferEncoding().equals("binary");
        byte @Nullable [] delimiter = delimiter(says);
        boolean message = says.isMessage();
        boolean composite = delimiter != null || message;
        digest = false;
        if (binary) {
            declare(octets, fields, composite ? "8bit" : "base64");
        } else {
            out.writeBytes(octets);
        }
        if (delimiter != null) {
            open.add(new Multipart(delimiter, says.is("multipart", "digest"), messages));
            content = Content.LINES;
        } else if (message) {
            messages++;
        } else {
            content = binary ? Content.BINARY : Content.LINES;
        }
        wrong |= open.size() + messages > MOST_NESTED;
        looking = !open.isEmpty();
    }

    private static byte @Nullable [] delimiter(ContentFields says) {
        String boundary =
                says.type().equalsIgnoreCase("multipart") ? says.parameter("boundary") : null;
        return boundary == null || boundary.isBlank() || boundary.length() >= MOST_START / 2
                ? null
                : ("--" + boundary.stripTrailing()).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The header with another encoding in the place of the first that it declares. */
    private void declare(byte[] octets, MessageHeader fields, String encoding) {
        boolean declared = false;
        int from = 0;
        for (HeaderField field : fields.all(ENCODING)) {
            out.write(octets, from, field.start() - from);
            if (!declared) {
                out.writeBytes(
                        (ENCODING + ": " + encoding + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            declared = true;
            from = field.end();
        }
        out.write(octets, from, octets.length - from);
    }

    // ---- base64

    /** The line break in front of a delimiter is not content: a break waits for what follows. */
    private void binary(byte octet) {
        if (heldBreak) {
            encodeBreak();
        }
        if (cr && octet == '\n') {
            cr = false;
            heldBreak = true;
            lineEnded();
            return;
        }
        if (cr) {
            encode((byte) '\r');
        }
        cr = octet == '\r';
        if (!cr) {
            encode(octet);
        }
    }

    private void encodeBreak() {
        heldBreak = false;
        encode((byte) '\r');
        encode((byte) '\n');
    }

    private void encode(byte octet) {
        group[groupLength++] = octet;
        if (groupLength == GROUP) {
            encodeGroup();
        }
    }

    private void encodeGroup() {
        if (encoded) {
            out.writeBytes(CRLF);
        }
        encoded = true;
        byte[] octets = Arrays.copyOf(group, groupLength);
        groupLength = 0;
        out.writeBytes(Base64.getEncoder().encode(octets));
    }

    /** Of a header that has no empty line, all is passed on; base64 ends with a line end. */
    private void endContent() {
        out.writeBytes(header.toByteArray());
        header.reset();
        if (groupLength > 0) {
            encodeGroup();
        }
        if (encoded || heldBreak) {
            out.writeBytes(CRLF);
        }
        encoded = false;
        heldBreak = false;
        cr = false;
    }
}
