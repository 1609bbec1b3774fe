package posthorn.imap.grammar;

import java.util.List;

/**
 * A part of a message (RFC 3501 §6.4.5).
 *
 * @param part numbers of the body part, from the outside in; empty: the message itself
 * @param text what of it
 * @param fields names, for {@link Text#HEADER_FIELDS} and {@link Text#HEADER_FIELDS_NOT}, as
 *     written
 */
public record Section(List<Integer> part, Text text, List<String> fields) {

    /** The whole message. */
    public static final Section WHOLE = new Section(List.of(), Text.ALL, List.of());

    /** What of a part. */
    public enum Text {
        /** All of it: of a part, its content. */
        ALL(""),
        HEADER("HEADER"),
        HEADER_FIELDS("HEADER.FIELDS"),
        HEADER_FIELDS_NOT("HEADER.FIELDS.NOT"),
        TEXT("TEXT"),
        MIME("MIME");

        private final String text;

        Text(String text) {
            this.text = text;
        }

        /** As written on the wire. */
        public String text() {
            return text;
        }
    }
}
