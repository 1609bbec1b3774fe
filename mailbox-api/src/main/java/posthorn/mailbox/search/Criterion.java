package posthorn.mailbox.search;

import java.time.LocalDate;
import java.util.List;
import posthorn.mailbox.account.UidSet;
import posthorn.protocol.mime.SearchTerm;

/** A search key (RFC 3501 §6.4.4), its parts read once and for all messages. Immutable. */
sealed interface Criterion {

    /** All of them match; none: every message does. */
    record All(List<Criterion> parts) implements Criterion {}

    /** Any of them matches. */
    record Any(List<Criterion> parts) implements Criterion {}

    /** It does not match. */
    record Not(Criterion part) implements Criterion {}

    /** The message has one of the UIDs. */
    record Uids(UidSet uids) implements Criterion {}

    /**
     * A flag is set.
     *
     * @param bit in the flags of the mailbox; 0: no message has it
     */
    record Flag(long bit) implements Criterion {}

    /** It has more octets. */
    record Larger(long octets) implements Criterion {}

    /** It has fewer octets. */
    record Smaller(long octets) implements Criterion {}

    /** A mod-sequence at least that (RFC 7162 §3.1.5). */
    record ModSeq(long least) implements Criterion {}

    /** Its internal date is such a day, UTC. */
    record Received(Relation relation, LocalDate day) implements Criterion {}

    /** Its Date field has such a day. */
    record Sent(Relation relation, LocalDate day) implements Criterion {}

    /** The envelope has the term in a field. */
    record InEnvelope(EnvelopeField field, SearchTerm term) implements Criterion {}

    /** A header field of that name has the term. */
    record InHeader(String name, SearchTerm term) implements Criterion {}

    /** The text has the term. */
    record InBody(SearchTerm term) implements Criterion {}

    /** The header or the text has the term. */
    record InText(SearchTerm term) implements Criterion {}

    /** How a day compares with another one. */
    enum Relation {
        /** Earlier. */
        BEFORE,
        /** The same. */
        ON,
        /** The same or later. */
        SINCE;

        boolean holds(LocalDate day, LocalDate other) {
            return switch (this) {
                case BEFORE -> day.isBefore(other);
                case ON -> day.equals(other);
                case SINCE -> !day.isBefore(other);
            };
        }
    }
}
