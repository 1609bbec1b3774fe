package posthorn.mailbox.accountcache;

import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Mailbox;
import posthorn.mailbox.account.columns.Segment;

/** About how much memory a state takes. */
final class Weight {

    private static final long ACCOUNT = 4_000;
    private static final long MAILBOX = 500;
    private static final long SEGMENT = 300;
    private static final long ROW = 90;
    private static final long ROW_OF_FACTS = 1_000;

    private Weight() {}

    /** Octets, roughly. */
    static long of(AccountState state) {
        long octets = ACCOUNT;
        for (Mailbox mailbox : state.mailboxes()) {
            octets += MAILBOX;
            for (Segment segment : mailbox.segments()) {
                octets += of(segment);
            }
        }
        return octets;
    }

    private static long of(Segment segment) {
        long rows = segment.head().rows();
        return SEGMENT
                + (segment.isLoaded() ? rows * ROW : 0)
                + (segment.hasFacts() ? rows * ROW_OF_FACTS : 0);
    }
}
