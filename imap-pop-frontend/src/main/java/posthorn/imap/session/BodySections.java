package posthorn.imap.session;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.BodyRange;
import posthorn.frontend.store.BodyReader;
import posthorn.frontend.store.BodyReader.MessageGoneException;
import posthorn.frontend.store.MessageFacts;
import posthorn.imap.grammar.FetchItem;
import posthorn.imap.grammar.FetchItem.Partial;
import posthorn.imap.grammar.ResponseWriter;
import posthorn.imap.grammar.Section;
import posthorn.protocol.mime.BodyPart;
import posthorn.protocol.mime.MessageHeader;
import posthorn.protocol.mime.PartRange;

/**
 * Sections of one message (RFC 3501 §6.4.5, BODY[section]): each is a range of its octets, or some
 * fields of a header. Ranges go from the store to the client piece by piece; held whole are only
 * headers of which fields are chosen, and short ranges that were asked for ahead.
 */
final class BodySections implements AutoCloseable {

    /** As much of a header as is searched for fields. */
    private static final int MAX_HEADER = 2 * 1024 * 1024;

    private final ResponseWriter out;
    private final AccountSession account;
    private final long mailbox;
    private final long uid;
    private final long octets;
    private final @Nullable MessageFacts facts;
    private int missing;
    private @Nullable Prefetched prefetched;
    private @Nullable Range cachedRange;
    private byte[] cachedHeader = new byte[0];
    private @Nullable Whole whole;

    /** A message without facts, held while it is written: it is small. */
    private record Whole(byte[] octets, MessageHeader header) {}

    private record Range(long offset, long length) {

        static Range header(PartRange part) {
            return new Range(part.headerOffset(), part.headerLength());
        }

        static Range content(PartRange part) {
            return new Range(part.bodyOffset(), part.bodyLength());
        }

        long end() {
            return offset + length;
        }

        Range most(long octets) {
            return new Range(offset, Math.min(length, octets));
        }

        boolean covers(Range other) {
            return offset <= other.offset && other.end() <= end();
        }

        /** The smallest range that covers both. */
        Range with(Range other) {
            long first = Math.min(offset, other.offset);
            return new Range(first, Math.max(end(), other.end()) - first);
        }

        Range cut(@Nullable Partial partial) {
            if (partial == null) {
                return this;
            }
            long skipped = Math.min(partial.offset(), length);
            return new Range(offset + skipped, Math.min(partial.length(), length - skipped));
        }
    }

    /** Octets that were asked for before they are written, and are read when first they are. */
    private static final class Prefetched {
        private final Range range;
        private final BodyReader reader;
        private byte @Nullable [] octets;

        Prefetched(Range range, BodyReader reader) {
            this.range = range;
            this.reader = reader;
        }

        byte[] octets() {
            byte[] known = octets;
            if (known == null) {
                known = readFully(reader, (int) range.length());
                octets = known;
            }
            return known;
        }
    }

    BodySections(
            ResponseWriter out,
            AccountSession account,
            long mailbox,
            long uid,
            long octets,
            @Nullable MessageFacts facts) {
        this.out = out;
        this.account = account;
        this.mailbox = mailbox;
        this.uid = uid;
        this.octets = octets;
        this.facts = facts;
    }

    /** How often the message turned out to be gone. */
    int missing() {
        return missing;
    }

    /**
     * One range that holds what these sections need, so that all of them come from one read. What
     * is too long to be held is left out.
     *
     * @return null: nothing is needed, or all that is needed is too long
     */
    @Nullable BodyRange needed(List<FetchItem.Body> items) {
        Range all = null;
        for (FetchItem.Body item : items) {
            Range one = needed(item.section(), item.partial());
            if (one != null && isShort(one)) {
                Range both = all == null ? one : all.with(one);
                all = isShort(both) ? both : all;
            }
        }
        return all == null
                ? null
                : new BodyRange(
                        uid, facts == null ? "" : facts.body(), octets, all.offset(), all.length());
    }

    private @Nullable Range needed(Section section, @Nullable Partial partial) {
        if (isFoundInOctets(section)) {
            return new Range(0, octets);
        }
        Range range = range(section);
        if (range == null) {
            return null;
        }
        return switch (section.text()) {
            case HEADER_FIELDS, HEADER_FIELDS_NOT -> range.most(MAX_HEADER);
            case ALL, HEADER, TEXT, MIME -> range.cut(partial);
        };
    }

    private static boolean isShort(Range range) {
        return range.length() > 0 && range.length() <= AccountSession.SMALL;
    }

    /** Whether a range of {@link #needed} is one of the message's header alone. */
    boolean isHeader(BodyRange needed) {
        MessageFacts known = facts;
        return known != null
                && needed.offset() + needed.length()
                        <= known.structure().root().range().headerLength();
    }

    /** Takes the reader of what {@link #needed} said: it is on its way. */
    void ahead(BodyRange asked, BodyReader reader) {
        prefetched = new Prefetched(new Range(asked.offset(), asked.length()), reader);
    }

    /** Asks for what {@link #needed} said, without waiting for it. */
    void askAhead(BodyRange needed) {
        ahead(needed, account.body(mailbox, uid, needed.body(), needed.offset(), needed.length()));
    }

    /** Gives back what was asked for. */
    @Override
    public void close() {
        Prefetched asked = prefetched;
        prefetched = null;
        if (asked != null) {
            asked.reader.close();
        }
    }

    /** The section as an nstring; NIL when there is no such part. */
    void write(Section section, @Nullable Partial partial) {
        try {
            Range range = range(section);
            if (range == null) {
                out.raw("NIL");
                return;
            }
            switch (section.text()) {
                case HEADER_FIELDS, HEADER_FIELDS_NOT -> fields(section, range, partial);
                case ALL, HEADER, TEXT, MIME -> stream(range.cut(partial));
            }
        } catch (MessageGoneException gone) {
            missing++;
            out.raw("NIL");
        }
    }

    private @Nullable Range range(Section section) {
        MessageFacts known = facts;
        if (known == null) {
            return isFoundInOctets(section) ? inOctets(section) : new Range(0, octets);
        }
        BodyPart part = known.structure().part(section.part());
        if (part == null) {
            return null;
        }
        return switch (section.text()) {
            case ALL ->
                    section.part().isEmpty() ? new Range(0, octets) : Range.content(part.range());
            case MIME -> Range.header(part.range());
            case HEADER, HEADER_FIELDS, HEADER_FIELDS_NOT -> {
                BodyPart message = message(section, part);
                yield message == null ? null : Range.header(message.range());
            }
            case TEXT -> {
                BodyPart message = message(section, part);
                yield message == null ? null : Range.content(message.range());
            }
        };
    }

    /**
     * Whether there are no facts, and the section is found by looking for the end of the header.
     */
    private boolean isFoundInOctets(Section section) {
        return facts == null && section.text() != Section.Text.ALL;
    }

    private @Nullable Range inOctets(Section section) {
        int header = whole().header().end();
        return switch (section.text()) {
            case HEADER, HEADER_FIELDS, HEADER_FIELDS_NOT -> new Range(0, header);
            case TEXT -> new Range(header, octets - header);
            case ALL, MIME -> null;
        };
    }

    private Whole whole() {
        Whole known = whole;
        if (known == null) {
            byte[] all = header(new Range(0, octets));
            requireWhole(all.length == octets);
            known = new Whole(all, MessageHeader.of(all));
            whole = known;
        }
        return known;
    }

    /**
     * The message that HEADER and TEXT are of: the whole one, or one that is embedded; null: the
     * part is none.
     */
    private static @Nullable BodyPart message(Section section, BodyPart part) {
        if (section.part().isEmpty()) {
            return part;
        }
        return part instanceof BodyPart.Embedded embedded ? embedded.message().root() : null;
    }

    private void fields(Section section, Range header, @Nullable Partial partial) {
        MessageHeader parsed =
                facts == null
                        ? whole().header()
                        : MessageHeader.of(header(header.most(MAX_HEADER)));
        byte[] chosen =
                section.text() == Section.Text.HEADER_FIELDS
                        ? parsed.only(section.fields())
                        : parsed.without(section.fields());
        Range range = new Range(0, chosen.length).cut(partial);
        out.literal(range.length()).raw(chosen, (int) range.offset(), (int) range.length());
    }

    private byte[] header(Range range) {
        if (!range.equals(cachedRange)) {
            Held held = held(range);
            if (held != null) {
                int from = Math.min(held.from(), held.octets().length);
                int to = Math.min(held.octets().length, from + (int) range.length());
                cachedHeader =
                        from == 0 && to == held.octets().length
                                ? held.octets()
                                : Arrays.copyOfRange(held.octets(), from, to);
            } else if (range.length() == 0) {
                cachedHeader = new byte[0];
            } else {
                try (BodyReader reader = read(range)) {
                    cachedHeader = readFully(reader, (int) range.length());
                }
            }
            cachedRange = range;
        }
        return cachedHeader;
    }

    /** Octets in which a range begins at {@code from}; what was read may end before it does. */
    private record Held(byte[] octets, int from) {}

    private @Nullable Held held(Range range) {
        Prefetched asked = prefetched;
        if (asked != null && asked.range.covers(range)) {
            return new Held(asked.octets(), (int) (range.offset() - asked.range.offset()));
        }
        Whole all = whole;
        return all == null ? null : new Held(all.octets(), (int) range.offset());
    }

    /** What the reader gives, at most so many octets. */
    private static byte[] readFully(BodyReader reader, int most) {
        byte[] octets = new byte[most];
        int filled = 0;
        for (byte[] piece = reader.next(); piece != null; piece = reader.next()) {
            int count = Math.min(piece.length, most - filled);
            System.arraycopy(piece, 0, octets, filled, count);
            filled += count;
        }
        return filled == most ? octets : Arrays.copyOf(octets, filled);
    }

    private BodyReader read(Range range) {
        String body = facts == null ? "" : facts.body();
        return account.body(mailbox, uid, body, range.offset(), range.length());
    }

    private void stream(Range range) {
        if (range.length() == 0) {
            out.raw("\"\"");
            return;
        }
        Held held = held(range);
        if (held != null) {
            requireWhole(held.from() + range.length() <= held.octets().length);
            out.literal(range.length()).raw(held.octets(), held.from(), (int) range.length());
            return;
        }
        try (BodyReader reader = read(range)) {
            byte[] piece = reader.next();
            out.literal(range.length());
            long left = range.length();
            while (piece != null && piece.length <= left) {
                out.raw(piece, 0, piece.length);
                left -= piece.length;
                piece = reader.next();
            }
            requireWhole(left == 0 && piece == null);
        }
    }

    private static void requireWhole(boolean whole) {
        if (!whole) {
            throw new MessageWriter.TornResponseException(
                    "a body is not as long as its facts say", null);
        }
    }
}
