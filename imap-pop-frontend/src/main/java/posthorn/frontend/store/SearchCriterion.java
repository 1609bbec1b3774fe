package posthorn.frontend.store;

import java.time.LocalDate;
import java.util.List;

/**
 * What a search looks for (RFC 3501 §6.4.4), in the store's terms: UIDs instead of sequence
 * numbers. Text is matched without regard to case.
 */
public sealed interface SearchCriterion {

    /** All of them; none: every message. */
    record AllOf(List<SearchCriterion> criteria) implements SearchCriterion {}

    /** At least one of them. */
    record AnyOf(List<SearchCriterion> criteria) implements SearchCriterion {}

    /** The opposite. */
    record Not(SearchCriterion criterion) implements SearchCriterion {}

    /** One of these messages. */
    record Uids(UidSet uids) implements SearchCriterion {}

    /** The flag or keyword is set. */
    record Flag(String flag) implements SearchCriterion {}

    /** More octets than this. */
    record Larger(long octets) implements SearchCriterion {}

    /** Fewer octets than this. */
    record Smaller(long octets) implements SearchCriterion {}

    /** The day of the internal date (UTC), or of the Date field when {@code sent}. */
    record Day(DayRelation relation, LocalDate day, boolean sent) implements SearchCriterion {}

    /** How a day is compared. */
    enum DayRelation {
        BEFORE,
        ON,
        SINCE
    }

    /**
     * What the envelope has of a field, as FETCH ENVELOPE gives it, contains the text (RFC 3501
     * §6.4.4).
     *
     * @param field BCC, CC, FROM, SUBJECT or TO
     */
    record Envelope(String field, String text) implements SearchCriterion {}

    /** A header field of this name contains the text; an empty text: the field is there. */
    record Header(String name, String text) implements SearchCriterion {}

    /** The body contains the text. */
    record Body(String text) implements SearchCriterion {}

    /** Header or body contains the text. */
    record Text(String text) implements SearchCriterion {}

    /** The mod-sequence is this one or a higher one (RFC 7162 §3.1.5). */
    record ModSeq(long atLeast) implements SearchCriterion {}
}
