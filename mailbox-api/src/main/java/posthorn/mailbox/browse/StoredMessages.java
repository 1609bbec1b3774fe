package posthorn.mailbox.browse;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Executor;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Mailbox;
import posthorn.mailbox.account.UidSet;
import posthorn.mailbox.account.columns.FactsBlock;
import posthorn.mailbox.account.columns.Segment;
import posthorn.mailbox.accountcache.AccountCache;
import posthorn.mailbox.accountcache.FactsCache;
import posthorn.mailbox.budget.OctetBudget;
import posthorn.mailbox.content.AuthenticationView;
import posthorn.mailbox.content.HeaderView;
import posthorn.mailbox.content.HtmlCleaner;
import posthorn.mailbox.content.MessageParts;
import posthorn.mailbox.content.MessageParts.Section;
import posthorn.mailbox.wire.Shapes;
import posthorn.protocol.explanation.Language;
import posthorn.protocol.mime.BodyPart;
import posthorn.protocol.mime.MessageHeader;
import posthorn.protocol.mime.MessageText;
import posthorn.protocol.mime.PartRange;
import posthorn.protocol.mime.TransferDecoder;
import posthorn.protocol.wire.FactsCodec;

/** Single messages, read. Safe for all threads; nothing waits. */
public final class StoredMessages {

    /** Encoded octets of all text parts, and again of all HTML parts, that are read. */
    public static final int MOST_TEXT = 1024 * 1024;

    /** What is made of an octet that is read: text, a cleaned document, the answer. */
    private static final int COPIES = 6;

    private final AccountCache accounts;
    private final FactsCache facts;
    private final OctetBudget memory;
    private final Executor threads;
    private final String server;

    /**
     * @param memory for what is read and what becomes of it
     * @param threads where messages are taken apart
     * @param server name under which our servers write down what they found out
     */
    public StoredMessages(
            AccountCache accounts,
            FactsCache facts,
            OctetBudget memory,
            Executor threads,
            String server) {
        this.accounts = accounts;
        this.facts = facts;
        this.memory = memory;
        this.threads = threads;
        this.server = server;
    }

    /**
     * A message.
     *
     * @return fails with {@link NoSuchElementException} when there is no such mailbox or message
     */
    public Uni<StoredMessage> find(String account, long mailbox, long uid) {
        return accounts.current(account)
                .flatMap(state -> {
                    Mailbox within = state.mailbox(mailbox);
                    List<Segment> touched =
                            within == null || uid < 1 ? List.of() : within.touched(UidSet.of(uid));
                    if (within == null || touched.isEmpty()) {
                        throw gone();
                    }
                    return facts.read(
                                    state,
                                    touched.getFirst(),
                                    (loaded, block) -> found(state, within, loaded, block, uid))
                            .map(found -> found.orElseThrow(StoredMessages::gone));
                });
    }

    private static NoSuchElementException gone() {
        return new NoSuchElementException("there is no such message");
    }

    private static Optional<StoredMessage> found(
            AccountState state, Mailbox mailbox, Segment loaded, FactsBlock block, long uid) {
        int row = loaded.row(uid);
        if (row < 0) {
            return Optional.empty();
        }
        long size = loaded.columns().sizes()[row];
        return Optional.of(
                new StoredMessage(
                        state.account(),
                        mailbox.head().number(),
                        uid,
                        mailbox.head().flags().names(loaded.flagColumns().flags()[row]),
                        loaded.columns().bodies().get(row),
                        Instant.ofEpochMilli(loaded.columns().dates()[row]),
                        size,
                        FactsCodec.structure(Shapes.facts(block.get(row)), size)));
    }

    /**
     * Text of a message, as its author wrote it.
     *
     * @param header of which the first {@value HeaderView#MOST_OCTETS} octets are read
     * @param parts which part is what
     * @param text parts that are shown as text, in the order of {@link MessageParts#text}
     * @param html likewise
     * @param truncated whether some of it was too long to be read
     */
    record Content(
            MessageHeader header,
            MessageParts parts,
            List<TextPart> text,
            List<TextPart> html,
            boolean truncated) {}

    /** The text of a part; HTML with its tags. */
    record TextPart(boolean html, String text) {}

    /** What is made of the content of a message, on a thread for such work. */
    @FunctionalInterface
    private interface Reading<T> {
        /** Must not keep the content. */
        T of(Content content);
    }

    /** Reads header and text of a message, when there is room for them. */
    private <T> Uni<T> read(StoredMessage message, Reading<T> reading) {
        MessageParts parts = MessageParts.of(message.structure().root());
        List<Section> wanted = new ArrayList<>(parts.text());
        parts.html().stream().filter(html -> !parts.text().contains(html)).forEach(wanted::add);
        PartRange root = message.structure().root().range();
        long header = Math.min(root.headerLength(), HeaderView.MOST_OCTETS);
        Ranges ranges = new Ranges(wanted);
        return memory.within(
                message.account(),
                COPIES * (header + ranges.octets()),
                () ->
                        octets(message, root.headerOffset(), header)
                                .flatMap(head ->
                                        texts(message, ranges)
                                                .emitOn(threads)
                                                .map(read ->
                                                        reading.of(
                                                                ranges.content(
                                                                        head, parts, read)))));
    }

    /** The message as somebody reads it. */
    public Uni<MessageView> view(
            StoredMessage message, MessageView.Style style, Language language) {
        return read(
                message,
                content ->
                        MessageView.of(
                                message,
                                content,
                                style,
                                AuthenticationView.of(content.header(), server, language)));
    }

    /** What is shown of it as HTML, cleaned; plain text as HTML that looks like it. */
    public Uni<HtmlCleaner.Cleaned> html(StoredMessage message, MessageView.Style style) {
        return read(message, content -> MessageView.html(content, style));
    }

    private Uni<List<byte[]>> texts(StoredMessage message, Ranges ranges) {
        return Multi.createFrom()
                .range(0, ranges.sections.size())
                .onItem()
                .transformToUniAndConcatenate(i ->
                        octets(
                                message,
                                ranges.sections.get(i).part().range().bodyOffset(),
                                ranges.lengths.get(i)))
                .collect()
                .asList();
    }

    /** How much of each part is read. */
    private static final class Ranges {
        private final List<Section> sections;
        private final List<Integer> lengths = new ArrayList<>();
        private boolean truncated;

        Ranges(List<Section> sections) {
            this.sections = sections;
            int text = MOST_TEXT;
            int html = MOST_TEXT;
            for (Section section : sections) {
                boolean isHtml = section.fields().isHtml();
                int whole = section.part().range().bodyLength();
                int length = Math.min(whole, isHtml ? html : text);
                html -= isHtml ? length : 0;
                text -= isHtml ? 0 : length;
                truncated |= length < whole;
                lengths.add(length);
            }
        }

        long octets() {
            return lengths.stream().mapToLong(Integer::longValue).sum();
        }

        Content content(byte[] header, MessageParts parts, List<byte[]> read) {
            return new Content(
                    MessageHeader.of(header),
                    parts,
                    texts(parts.text(), read),
                    texts(parts.html(), read),
                    truncated);
        }

        private List<TextPart> texts(List<Section> wanted, List<byte[]> read) {
            List<TextPart> texts = new ArrayList<>();
            for (Section section : wanted) {
                texts.add(
                        new TextPart(
                                section.fields().isHtml(),
                                MessageText.of(
                                        section.fields(), read.get(sections.indexOf(section)))));
            }
            return texts;
        }
    }

    private Uni<byte[]> octets(StoredMessage message, long offset, long length) {
        if (length == 0) {
            return Uni.createFrom().item(new byte[0]);
        }
        return octets(message)
                .read(offset, length)
                .collect()
                .in(ByteArrayOutputStream::new, (all, part) -> all.writeBytes(array(part)))
                .map(ByteArrayOutputStream::toByteArray);
    }

    /** The octets of a message. */
    @FunctionalInterface
    private interface Octets {
        /**
         * @param length how many; 0: to the end
         */
        Multi<ByteBuffer> read(long offset, long length);
    }

    private Octets octets(StoredMessage message) {
        return (offset, length) ->
                accounts.stores().bodies().read(message.account(), message.body(), offset, length);
    }

    /** The message as it is stored, as it is asked for. */
    public Multi<byte[]> raw(StoredMessage message) {
        return octets(message).read(0, 0).map(StoredMessages::array);
    }

    /**
     * The content of a part without its transfer encoding, as it is asked for; of a message within
     * the message, as it stands there.
     */
    public Multi<byte[]> part(StoredMessage message, BodyPart part) {
        PartRange range = part.range();
        if (range.bodyLength() == 0) {
            return Multi.createFrom().empty();
        }
        TransferDecoder decoder =
                TransferDecoder.of(
                        part instanceof BodyPart.Embedded
                                ? "binary"
                                : part.fields().transferEncoding());
        Multi<byte[]> pieces =
                octets(message)
                        .read(range.bodyOffset(), range.bodyLength())
                        .map(StoredMessages::array)
                        .map(piece -> decoder.next(piece, 0, piece.length));
        Multi<byte[]> end = Multi.createFrom().item(decoder::end);
        return Multi.createBy()
                .concatenating()
                .streams(pieces, end)
                .select()
                .where(piece -> piece.length > 0);
    }

    private static byte[] array(ByteBuffer buffer) {
        byte[] octets = new byte[buffer.remaining()];
        buffer.duplicate().get(octets);
        return octets;
    }
}
