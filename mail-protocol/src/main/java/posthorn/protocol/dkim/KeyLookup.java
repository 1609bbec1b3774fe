package posthorn.protocol.dkim;

import java.util.List;

/** What DNS said of a key's name (RFC 6376 §6.1.2). */
public sealed interface KeyLookup {
    /**
     * There are TXT records.
     *
     * @param records octets of each record, its strings joined with nothing in between
     */
    record Found(List<String> records) implements KeyLookup {
        public Found {
            records = List.copyOf(records);
        }
    }

    /**
     * The record is at hand, read before: reading a key is a good part of the work with it.
     *
     * @param record what it says
     */
    record Known(KeyRecord record) implements KeyLookup {}

    /** There is no such name, or no TXT record of it. */
    record Absent() implements KeyLookup {}

    /**
     * Nobody can say now.
     *
     * @param reason in words, for the log and the result
     */
    record Unavailable(String reason) implements KeyLookup {}
}
