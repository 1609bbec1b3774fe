package posthorn.launcher.transfer;

import jakarta.mail.internet.MailDateFormat;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One message of an mbox: where it stands, its date, its flags, and how to read it without what
 * mbox has added.
 */
final class MboxMessage {

    /** A header that is longer is the beginning of the text from there on. */
    private static final int MOST_HEADER = 1 << 20;

    private static final List<String> MONTHS =
            List.of(
                    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                    "dec");
    private static final Pattern DATE =
            Pattern.compile(
                    "([A-Z][a-z]{2}) {1,2}(\\d{1,2}) (\\d{2}):(\\d{2})(?::(\\d{2}))?"
                            + "(?: ([+-]\\d{4}|[A-Z]{3,5}))? (\\d{4})(?: ([+-]\\d{4}))?");
    private static final Pattern OURS = Pattern.compile("(CRLF|LF|MIXED) (\\d{1,18}) (\\d)");
    private static final Pattern QUOTED = Pattern.compile(">+From .*", Pattern.DOTALL);

    private final Path file;
    private final long body;
    private final long end;
    private final byte[] header;
    private final boolean converted;
    private final long size;
    private final MessageFacts facts;

    private MboxMessage(
            Path file,
            long body,
            long end,
            byte[] header,
            boolean converted,
            long size,
            MessageFacts facts) {
        this.file = file;
        this.body = body;
        this.end = end;
        this.header = header;
        this.converted = converted;
        this.size = size;
        this.facts = facts;
    }

    MessageFacts facts() {
        return facts;
    }

    /** Octets of the message itself. */
    InputStream open() throws IOException {
        InputStream rest = new Unquoting(range(file, body, end));
        InputStream all = new SequenceInputStream(new ByteArrayInputStream(header), rest);
        InputStream lines = converted ? new CrlfInput(all) : all;
        return new Limited(lines, size);
    }

    private static InputStream range(Path file, long from, long to) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        channel.position(from);
        return new Limited(
                new BufferedInputStream(Channels.newInputStream(channel), 1 << 16), to - from);
    }

    /**
     * A message between two places of a file.
     *
     * @param begin of the line From
     * @param end where the next one begins, or the file ends
     */
    static MboxMessage read(Path file, long begin, long end, int number) throws IOException {
        Head head = new Head();
        long at = begin;
        try (InputStream in = range(file, begin, end)) {
            String first = line(in, MOST_HEADER);
            at += first.length();
            for (String line = line(in, MOST_HEADER);
                    !line.isEmpty();
                    line = line(in, MOST_HEADER)) {
                at += line.length();
                head.take(line);
                if (line.isBlank() || at - begin > MOST_HEADER) {
                    break;
                }
            }
            Instant received = date(first, head.date, file);
            MessageFacts facts = new MessageFacts("message " + number, received, head.flags);
            // The empty line before the next From is none of the message.
            boolean own = head.size >= 0;
            return new MboxMessage(
                    file,
                    at,
                    own ? end : Math.max(at, end - emptyLine(file, at, end)),
                    head.kept.toByteArray(),
                    !own || head.converted,
                    own ? head.size : Long.MAX_VALUE,
                    facts);
        }
    }

    /** Octets of the empty line at the end: 0, 1 or 2. */
    private static int emptyLine(Path file, long from, long end) throws IOException {
        int look = (int) Math.min(4, end - from);
        byte[] last;
        try (InputStream in = range(file, end - look, end)) {
            last = in.readNBytes(look);
        }
        String text = new String(last, StandardCharsets.ISO_8859_1);
        if (text.endsWith("\r\n\r\n") || text.equals("\r\n")) {
            return 2;
        }
        return text.endsWith("\n\n") || text.equals("\n") ? 1 : 0;
    }

    /** A line with its end, as octets; empty: there is no more. */
    private static String line(InputStream in, int most) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            line.append((char) octet);
            if (octet == '\n' || line.length() >= most) {
                break;
            }
        }
        return line.toString();
    }

    /** The header, without the fields of mbox. */
    private static final class Head {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final List<String> flags = new ArrayList<>();
        private boolean own;
        private int ownLines;
        private boolean begun;
        private boolean converted;
        private boolean skipping;
        private long size = -1;
        private @Nullable Date date;

        void take(String line) {
            boolean continues = line.startsWith(" ") || line.startsWith("\t");
            String name = continues ? "" : MboxFields.name(line);
            String value = line.substring(line.indexOf(':') + 1).strip();
            boolean first = !begun;
            begun = true;
            if (first && name.equals(MboxFields.OURS.toLowerCase(Locale.ROOT)) && ours(value)) {
                return;
            }
            if (isAdded(name, continues) && !line.isBlank()) {
                MboxFields.add(name, value, flags);
            } else {
                String plain = QUOTED.matcher(line).matches() ? line.substring(1) : line;
                kept.writeBytes(plain.getBytes(StandardCharsets.ISO_8859_1));
            }
            if (name.equals("date")) {
                date = new MailDateFormat().parse(value, new ParsePosition(0));
            }
        }

        /** In our own files so many lines and nothing else are none of the message. */
        private boolean isAdded(String name, boolean continues) {
            if (own) {
                return ownLines-- > 0;
            }
            if (!continues) {
                skipping = MboxFields.isOurs(name);
            }
            return skipping;
        }

        private boolean ours(String value) {
            Matcher said = OURS.matcher(value);
            if (said.matches()) {
                own = true;
                converted = said.group(1).equals("CRLF");
                size = Long.parseLong(said.group(2));
                ownLines = Integer.parseInt(said.group(3));
            }
            return own;
        }
    }

    private static Instant date(String from, @Nullable Date otherwise, Path file)
            throws IOException {
        Matcher date = DATE.matcher(from);
        if (date.find()) {
            try {
                LocalDateTime time =
                        LocalDateTime.of(
                                Integer.parseInt(date.group(7)),
                                MONTHS.indexOf(date.group(1).toLowerCase(Locale.ROOT)) + 1,
                                Integer.parseInt(date.group(2)),
                                Integer.parseInt(date.group(3)),
                                Integer.parseInt(date.group(4)),
                                date.group(5) == null ? 0 : Integer.parseInt(date.group(5)));
                String zone = date.group(8) == null ? date.group(6) : date.group(8);
                return time.toInstant(
                        zone != null && zone.matches("[+-]\\d{4}")
                                ? ZoneOffset.of(zone)
                                : ZoneOffset.UTC);
            } catch (DateTimeException none) {
                // As if it said nothing.
            }
        }
        return otherwise == null
                ? Files.getLastModifiedTime(file).toInstant()
                : otherwise.toInstant();
    }

    /** So many octets and no more. */
    private static final class Limited extends InputStream {
        private final InputStream in;
        private long left;

        Limited(InputStream in, long most) {
            this.in = in;
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            if (left <= 0) {
                return -1;
            }
            int octet = in.read();
            left -= octet < 0 ? left : 1;
            return octet;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left <= 0) {
                return -1;
            }
            int count = in.read(into, offset, (int) Math.min(length, left));
            left -= count < 0 ? left : count;
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** Takes one {@code >} from lines of {@code >+From }. */
    private static final class Unquoting extends InputStream {
        private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);

        private final InputStream in;
        private final byte[] held = new byte[1 << 10];
        private int heldFrom;
        private int heldTo;
        private boolean atStart = true;

        Unquoting(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            if (heldFrom == heldTo && atStart) {
                look();
            }
            int octet = heldFrom < heldTo ? held[heldFrom++] & 0xff : in.read();
            atStart = octet == '\n';
            return octet;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = 0;
            while (count < length) {
                int octet = read();
                if (octet < 0) {
                    return count == 0 && length > 0 ? -1 : count;
                }
                into[offset + count++] = (byte) octet;
            }
            return count;
        }

        /** Reads the beginning of a line, and leaves out one quote where it is a quoted From. */
        private void look() throws IOException {
            heldFrom = 0;
            heldTo = 0;
            int quotes = 0;
            int matched = 0;
            while (heldTo < held.length && matched < FROM.length) {
                int octet = in.read();
                if (octet < 0) {
                    break;
                }
                held[heldTo++] = (byte) octet;
                if (octet == '>' && matched == 0) {
                    quotes++;
                } else if (octet == FROM[matched]) {
                    matched++;
                } else {
                    break;
                }
            }
            if (quotes > 0 && matched == FROM.length) {
                heldFrom = 1;
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
