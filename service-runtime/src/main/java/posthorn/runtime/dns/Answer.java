package posthorn.runtime.dns;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Record;

/**
 * What came of a question, aliases followed.
 *
 * @param failure why there is no answer, in words for people; null: there is one
 * @param records of the type that was asked for; empty: there are none
 * @param nameExists whether the name exists
 * @param authentic whether each part of the answer had the AD bit
 * @param remembered for how long it holds
 */
record Answer(
        @Nullable String failure,
        List<Record> records,
        boolean nameExists,
        boolean authentic,
        Duration remembered) {
    private static final int OVERHEAD = 400;

    Answer {
        records = List.copyOf(records);
    }

    /** No answer. */
    static Answer failed(String reason) {
        return new Answer(reason, List.of(), false, false, Duration.ZERO);
    }

    /** Octets of memory, roughly. */
    int weight() {
        int octets = OVERHEAD;
        for (Record record : records) {
            octets += OVERHEAD + record.rdataToWireCanonical().length;
        }
        return octets;
    }
}
