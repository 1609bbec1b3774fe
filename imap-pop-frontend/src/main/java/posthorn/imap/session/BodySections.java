package posthorn.imap.session;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.BodyRange;
import posthorn.frontend.store.BodyReader;
import posthorn.frontend.store.BodyReader.MessageGoneException;
import posthorn.frontend.store.MessageFacts;
import posthorn.imap.grammar.FetchItem.Partial;
import posthorn.imap.grammar.ResponseWriter;
import posthorn.imap.grammar.Section;
import posthorn.protocol.mime.BodyPart;
import posthorn.protocol.mime.MessageHeader;
import posthorn.protocol.mime.PartRange;

/**
 * Sections of one message (RFC 3501 §6.4.5, BODY[section]): each is a range of its octets, or some
 * fields of a header. Ranges go from the store to the client piece by piece; only headers of which
 * fields are chosen are held whole.
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
    private @Nullable Range aheadRange;
    private @Nullable BodyReader ahead;
    private @Nullable Range cachedRange;
    private byte[] cachedHeader = new byte[0];

    private record Range(long offset, long length) {

        static Range header(PartRange part) {
            return new Range(part.headerOffset(), part.headerLength());
        }

        static Range content(PartRange part) {
            return new Range(part.bodyOffset(), part.bodyLength());
        }

        Range most(long octets) {
            return new Range(offset, Math.min(length, octets));
        }

        Range cut(@Nullable Partial partial) {
            if (partial == null) {
                return this;
            }
            long skipped = Math.min(partial.offset(), length);
            return new Range(offset + skipped, Math.min(partial.length(), length - skipped));
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
     * The octets that the section will need, if they are few enough to be asked for before they are
     * written; null: they are not, or there are none.
     */
    @Nullable BodyRange needed(Section section, @Nullable Partial partial) {
        Range range = range(section);
        if (range == null) {
            return null;
        }
        Range needed =
                switch (section.text()) {
                    case HEADER_FIELDS, HEADER_FIELDS_NOT -> range.most(MAX_HEADER);
                    case ALL, HEADER, TEXT, MIME -> range.cut(partial);
                };
        return needed.length() > 0 && needed.length() <= AccountSession.SMALL
                ? new BodyRange(uid, bodyName(), needed.offset(), needed.length())
                : null;
    }

    /** Takes the reader of what {@link #needed} said: it is on its way. */
    void ahead(BodyRange asked, BodyReader reader) {
        aheadRange = new Range(asked.offset(), asked.length());
        ahead = reader;
    }

    /** Asks for what {@link #needed} said, without waiting for it. */
    void askAhead(BodyRange needed) {
        ahead(needed, account.body(mailbox, uid, needed.body(), needed.offset(), needed.length()));
    }

    private String bodyName() {
        return facts == null ? "" : facts.body();
    }

    /** Gives back what was asked for and not read. */
    @Override
    public void close() {
        BodyReader unread = ahead;
        ahead = null;
        aheadRange = null;
        if (unread != null) {
            unread.close();
        }
    }

    /** The section as an nstring; NIL when there is no such part. */
    void write(Section section, @Nullable Partial partial) {
        Range range = range(section);
        if (range == null) {
            out.raw("NIL");
            return;
        }
        try {
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
            return new Range(0, octets);
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
        MessageHeader parsed = MessageHeader.of(header(header));
        byte[] chosen =
                section.text() == Section.Text.HEADER_FIELDS
                        ? parsed.only(section.fields())
                        : parsed.without(section.fields());
        Range range = new Range(0, chosen.length).cut(partial);
        out.literal(range.length()).raw(chosen, (int) range.offset(), (int) range.length());
    }

    private byte[] header(Range range) {
        if (range.equals(cachedRange)) {
            return cachedHeader;
        }
        Range needed = range.most(MAX_HEADER);
        byte[] header = new byte[(int) needed.length()];
        int filled = 0;
        if (header.length > 0) {
            try (BodyReader reader = read(needed)) {
                for (byte[] piece = reader.next(); piece != null; piece = reader.next()) {
                    int count = Math.min(piece.length, header.length - filled);
                    System.arraycopy(piece, 0, header, filled, count);
                    filled += count;
                }
            }
        }
        cachedRange = range;
        cachedHeader = filled == header.length ? header : Arrays.copyOf(header, filled);
        return cachedHeader;
    }

    private BodyReader read(Range range) {
        BodyReader asked = ahead;
        if (asked != null && range.equals(aheadRange)) {
            ahead = null;
            aheadRange = null;
            return asked;
        }
        return account.body(mailbox, uid, bodyName(), range.offset(), range.length());
    }

    private void stream(Range range) {
        if (range.length() == 0) {
            out.raw("\"\"");
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
            if (left > 0 || piece != null) {
                throw new MessageWriter.TornResponseException(
                        "a body is not as long as its facts say", null);
            }
        }
    }
}
