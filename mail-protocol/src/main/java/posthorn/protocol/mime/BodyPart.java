package posthorn.protocol.mime;

import java.util.List;

/**
 * A part of a message, or its whole content (RFC 3501 §7.4.2, {@code body}): one of three kinds.
 */
public sealed interface BodyPart {
    /** What its header says. */
    ContentFields fields();

    /** Where it stands. */
    PartRange range();

    /**
     * A part that is not taken apart ({@code body-type-basic}, {@code body-type-text}).
     *
     * @param lines of the content as it stands, encoded; a last line without line break counts
     */
    record Leaf(ContentFields fields, PartRange range, int lines) implements BodyPart {}

    /**
     * A multipart ({@code body-type-mpart}).
     *
     * @param parts at least one
     */
    record Multipart(ContentFields fields, PartRange range, List<BodyPart> parts)
            implements BodyPart {
        public Multipart {
            parts = List.copyOf(parts);
        }
    }

    /**
     * A message/rfc822 ({@code body-type-msg}).
     *
     * @param lines of the embedded message, its header included
     */
    record Embedded(ContentFields fields, PartRange range, int lines, MessageStructure message)
            implements BodyPart {}
}
