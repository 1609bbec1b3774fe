package posthorn.imap.grammar;

import java.time.LocalDate;
import java.util.List;

/** What SEARCH looks for (RFC 3501 §6.4.4). Texts are Unicode. */
public sealed interface SearchKey {

    /** ALL. */
    record All() implements SearchKey {}

    /** ANSWERED, UNANSWERED, KEYWORD, UNKEYWORD and so on. */
    record Flag(String flag, boolean set) implements SearchKey {}

    /** RECENT; OLD when it is not. */
    record Recent(boolean recent) implements SearchKey {}

    /** NEW: recent and not seen. */
    record New() implements SearchKey {}

    /** BEFORE, ON, SINCE; SENTBEFORE, SENTON, SENTSINCE. */
    record Day(Relation relation, LocalDate day, boolean sent) implements SearchKey {}

    /** How a day is compared. */
    enum Relation {
        BEFORE,
        ON,
        SINCE
    }

    /**
     * BCC, CC, FROM, SUBJECT, TO: what the envelope has of that field contains the text.
     *
     * @param field in capitals
     */
    record Envelope(String field, String text) implements SearchKey {}

    /** HEADER: the name is in capitals. */
    record Header(String name, String text) implements SearchKey {}

    /** BODY. */
    record Body(String text) implements SearchKey {}

    /** TEXT. */
    record Text(String text) implements SearchKey {}

    /** LARGER. */
    record Larger(long octets) implements SearchKey {}

    /** SMALLER. */
    record Smaller(long octets) implements SearchKey {}

    /** MODSEQ, RFC 7162 §3.1.5; the entry name, which says nothing here, is not kept. */
    record ModSeq(long atLeast) implements SearchKey {}

    /** Message sequence numbers. */
    record Numbers(SequenceSet set) implements SearchKey {}

    /** UID. */
    record Uids(SequenceSet set) implements SearchKey {}

    /** NOT. */
    record Not(SearchKey key) implements SearchKey {}

    /** OR. */
    record Or(SearchKey left, SearchKey right) implements SearchKey {}

    /** Several keys, all of which have to match; in parentheses, or at the top. */
    record And(List<SearchKey> keys) implements SearchKey {}
}
