package posthorn.protocol.mime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message taken apart: its envelope, and its content as a tree of parts with their place in the
 * octets.
 *
 * <p>What is broken is read so: a multipart whose boundary never comes (or that names none) has one
 * part, text/plain, which is its whole content. A multipart that is never closed ends where the
 * part around it ends. A multipart or message deeper than {@value #MAX_DEPTH} levels is a leaf,
 * application/octet-stream. Parts past the {@value #MAX_PARTS}th are not told, but their octets
 * belong to the multipart around them. Header values past 320 KiB in one message are cut or absent,
 * those past 16 KiB in one field that describes a part, too.
 *
 * @param envelope of the header
 * @param root the content; its range starts with the header of the message
 */
public record MessageStructure(EnvelopeStructure envelope, BodyPart root) {
    /** Levels of multiparts and embedded messages. */
    public static final int MAX_DEPTH = 32;

    /** Parts of all levels. */
    public static final int MAX_PARTS = 1_000;

    /** Structure of a message. Never throws, whatever the octets are. */
    public static MessageStructure parse(byte[] message) {
        return new StructureParser(message, message.length).parse();
    }

    /**
     * Structure of a message of which nothing is known but its size: an empty envelope, and one
     * text/plain part without a header, so that a client has something to show.
     *
     * @param octets of the message
     */
    public static MessageStructure unknown(long octets) {
        EnvelopeStructure envelope = EnvelopeStructure.of(MessageHeader.of(new byte[0]));
        PartRange range = new PartRange(0, 0, 0, Math.toIntExact(octets));
        return new MessageStructure(envelope, new BodyPart.Leaf(ContentFields.plain(), range, 0));
    }

    /**
     * The part that a section number names (RFC 3501 §6.4.5), as in {@code 4.2.1}; null when there
     * is none. The content of a message that is no multipart is its part 1; an empty list is the
     * root.
     */
    public @Nullable BodyPart part(List<Integer> section) {
        MessageStructure message = this;
        BodyPart part = root;
        for (int i = 0; i < section.size(); i++) {
            int number = section.get(i);
            if (i > 0 && part instanceof BodyPart.Embedded embedded) {
                message = embedded.message();
                part = message.root();
            } else if (i > 0 && part instanceof BodyPart.Leaf) {
                return null;
            }
            if (part instanceof BodyPart.Multipart multipart) {
                if (number < 1 || number > multipart.parts().size()) {
                    return null;
                }
                part = multipart.parts().get(number - 1);
            } else if (number != 1) {
                return null;
            }
        }
        return part;
    }
}
