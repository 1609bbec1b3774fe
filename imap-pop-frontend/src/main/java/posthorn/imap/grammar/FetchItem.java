package posthorn.imap.grammar;

import org.jspecify.annotations.Nullable;

/** What FETCH asks of a message (RFC 3501 §6.4.5). */
public sealed interface FetchItem {

    /** Items without arguments. */
    enum Plain implements FetchItem {
        ENVELOPE("ENVELOPE"),
        FLAGS("FLAGS"),
        INTERNALDATE("INTERNALDATE"),
        RFC822("RFC822"),
        RFC822_HEADER("RFC822.HEADER"),
        RFC822_SIZE("RFC822.SIZE"),
        RFC822_TEXT("RFC822.TEXT"),
        /** BODY without a section: the structure without extension data. */
        BODY("BODY"),
        BODYSTRUCTURE("BODYSTRUCTURE"),
        UID("UID"),
        /** RFC 7162 §3.1.4. */
        MODSEQ("MODSEQ");

        private final String text;

        Plain(String text) {
            this.text = text;
        }

        /** As written on the wire. */
        public String text() {
            return text;
        }
    }

    /** BODY[section]&lt;partial&gt;, or BODY.PEEK, which does not set \Seen. */
    record Body(Section section, boolean peek, @Nullable Partial partial) implements FetchItem {}

    /** From an octet on, counted from 0, so many octets; the length is at least 1. */
    record Partial(long offset, long length) {}
}
