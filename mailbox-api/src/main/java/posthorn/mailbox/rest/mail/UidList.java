package posthorn.mailbox.rest.mail;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.UidRange;
import posthorn.mailbox.account.UidSet;

/** UIDs as requests name them. */
final class UidList {

    private static final int MOST = 10_000;
    private static final int LONGEST = 100_000;

    private UidList() {}

    /**
     * The set of a list.
     *
     * @throws posthorn.runtime.http.ProblemException when there is none, too many, or one is none
     */
    static UidSet of(@Nullable List<Long> uids) {
        if (uids == null || uids.isEmpty() || uids.size() > MOST) {
            throw wrong();
        }
        List<UidRange> ranges = new ArrayList<>();
        for (Long uid : uids) {
            ranges.add(range(uid, uid));
        }
        return UidSet.of(ranges);
    }

    /** The set of a parameter, {@code 1,2,5:9} (RFC 3501 §9, sequence-set, without {@code *}). */
    static UidSet parse(@Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > LONGEST) {
            throw wrong();
        }
        List<UidRange> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            int colon = part.indexOf(':');
            try {
                long first = Long.parseLong(colon < 0 ? part : part.substring(0, colon));
                long last = colon < 0 ? first : Long.parseLong(part.substring(colon + 1));
                ranges.add(range(Math.min(first, last), Math.max(first, last)));
            } catch (NumberFormatException none) {
                throw wrong();
            }
        }
        return UidSet.of(ranges);
    }

    private static UidRange range(@Nullable Long first, @Nullable Long last) {
        if (first == null || last == null || first < 1 || last > UidRange.MAX_UID) {
            throw wrong();
        }
        return new UidRange(first, last);
    }

    private static RuntimeException wrong() {
        return MailProblems.invalid(
                        "uids are no UIDs of messages, or more than " + MOST + ".",
                        "Give the uid of each message as the list of the mailbox has it.")
                .exception();
    }
}
