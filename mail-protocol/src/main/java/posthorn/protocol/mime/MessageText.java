package posthorn.protocol.mime;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What people read in a message: header values with their encoded words decoded (RFC 2047), the
 * text parts without transfer encoding and charset, HTML without its tags. For SEARCH (RFC 3501
 * §6.4.4) and for previews.
 *
 * <p>Of a text part the first {@value #MAX_PART_OCTETS} octets are read.
 */
public final class MessageText {
    /** Encoded octets of one part that are searched. */
    public static final int MAX_PART_OCTETS = 16 * 1024 * 1024;

    private static final int SNIFFED_OCTETS = 1024;
    private static final Pattern META_CHARSET =
            Pattern.compile(
                    "charset\\s*=\\s*[\"']?([A-Za-z0-9_:.-]{1,40})", Pattern.CASE_INSENSITIVE);

    private final byte[] message;
    private final MessageStructure structure;

    private MessageText(byte[] message, MessageStructure structure) {
        this.message = message;
        this.structure = structure;
    }

    /**
     * Text of a message.
     *
     * @param message the octets that {@code structure} was parsed from; kept, not copied
     */
    public static MessageText of(byte[] message, MessageStructure structure) {
        return new MessageText(message, structure);
    }

    /**
     * HEADER, SUBJECT, FROM and the like: a field of that name holds the term; an empty term asks
     * for the field alone.
     */
    public boolean headerContains(String fieldName, SearchTerm term) {
        return header(structure.root().range()).all(fieldName).stream()
                .anyMatch(field -> term.isIn(EncodedWords.decode(field.value())));
    }

    /** BODY: a text part, or the header of a message within this one, holds the term. */
    public boolean bodyContains(SearchTerm term) {
        return term.isEmpty() || anyText(structure.root(), term::isIn);
    }

    /** TEXT: the header or the body holds the term. */
    public boolean textContains(SearchTerm term) {
        return anyField(structure, term::isIn) || bodyContains(term);
    }

    /**
     * First words of the message: of its first text part that is no attachment and not empty, at
     * most {@value Preview#MAX_CHARS} chars, white space collapsed, quoted lines left out unless
     * there is nothing else. Empty: none.
     */
    public String preview() {
        return Objects.requireNonNullElse(preview(structure.root()), "");
    }

    /** Text of the value of a header field: unfolded, encoded words decoded. */
    public static String of(HeaderField field) {
        return EncodedWords.decode(field.value());
    }

    /**
     * Text of a text part as its author wrote it, without transfer encoding and charset; HTML keeps
     * its tags.
     *
     * @param content the octets of the part, or the first ones
     */
    public static String of(ContentFields fields, byte[] content) {
        return text(fields, content, 0, content.length);
    }

    /** What a reader sees of an HTML document: no tags. Never throws, linear in its length. */
    public static String ofHtml(String html) {
        return HtmlText.of(html);
    }

    private @Nullable String preview(BodyPart part) {
        return switch (part) {
            case BodyPart.Embedded ignored -> null;
            case BodyPart.Multipart multipart -> preview(multipart.parts());
            case BodyPart.Leaf leaf -> {
                boolean attached = "attachment".equalsIgnoreCase(leaf.fields().disposition());
                String found =
                        leaf.fields().isText() && !attached
                                ? Preview.of(text(leaf, Preview.MAX_OCTETS))
                                : "";
                yield found.isEmpty() ? null : found;
            }
        };
    }

    private @Nullable String preview(List<BodyPart> parts) {
        for (BodyPart part : parts) {
            String found = preview(part);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private boolean anyText(BodyPart part, Predicate<String> wanted) {
        return switch (part) {
            case BodyPart.Leaf leaf ->
                    leaf.fields().isText() && wanted.test(text(leaf, MAX_PART_OCTETS));
            case BodyPart.Multipart multipart ->
                    multipart.parts().stream().anyMatch(child -> anyText(child, wanted));
            case BodyPart.Embedded embedded ->
                    anyField(embedded.message(), wanted)
                            || anyText(embedded.message().root(), wanted);
        };
    }

    private boolean anyField(MessageStructure within, Predicate<String> wanted) {
        return header(within.root().range()).fields().stream()
                .anyMatch(field ->
                        wanted.test(field.name() + ": " + EncodedWords.decode(field.value())));
    }

    private MessageHeader header(PartRange range) {
        return MessageHeader.of(message, range.headerOffset(), range.bodyOffset());
    }

    private String text(BodyPart.Leaf leaf, int limit) {
        int from = leaf.range().bodyOffset();
        int to = from + Math.min(limit, leaf.range().bodyLength());
        String text = text(leaf.fields(), message, from, to);
        return leaf.fields().isHtml() ? HtmlText.of(text) : text;
    }

    private static String text(ContentFields fields, byte[] in, int from, int to) {
        byte[] octets = TransferDecoder.decode(fields.transferEncoding(), in, from, to);
        String charset = fields.parameter("charset");
        boolean told = charset != null || !fields.isHtml();
        return Charsets.decode(told ? charset : sniffed(octets), octets);
    }

    private static @Nullable String sniffed(byte[] html) {
        byte[] head = Arrays.copyOf(html, Math.min(html.length, SNIFFED_OCTETS));
        Matcher meta = META_CHARSET.matcher(new String(head, StandardCharsets.ISO_8859_1));
        return meta.find() ? meta.group(1) : null;
    }
}
