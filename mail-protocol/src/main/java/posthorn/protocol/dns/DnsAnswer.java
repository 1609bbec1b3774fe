package posthorn.protocol.dns;

import java.util.List;

/**
 * What DNS says to one question.
 *
 * @param <T> one record
 */
public sealed interface DnsAnswer<T> {

    /**
     * There are records.
     *
     * @param records at least one, in the order of the answer
     * @param authentic whether the resolver has validated them (the AD bit, RFC 4035 §3.2.3) and is
     *     trusted to
     * @param <T> one record
     */
    record Found<T>(List<T> records, boolean authentic) implements DnsAnswer<T> {
        public Found {
            records = List.copyOf(records);
        }
    }

    /**
     * There are none: a <em>void lookup</em> (RFC 7208 §4.6.4).
     *
     * @param nameExists whether the name exists, with records of other types or below it; false:
     *     NXDOMAIN
     * @param <T> one record
     */
    record Absent<T>(boolean nameExists) implements DnsAnswer<T> {}

    /**
     * Nobody knows now: no answer in time, or one that cannot be used.
     *
     * @param reason in words for people
     * @param <T> one record
     */
    record Unavailable<T>(String reason) implements DnsAnswer<T> {}

    /** Records; empty when there are none, or nobody knows. */
    default List<T> known() {
        return this instanceof Found<T>(List<T> records, boolean authentic) ? records : List.of();
    }
}
