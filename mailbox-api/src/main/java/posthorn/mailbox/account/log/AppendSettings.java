package posthorn.mailbox.account.log;

import java.time.Duration;
import posthorn.mailbox.account.AccountLimits;

/**
 * Times and bounds of an {@link Appender}.
 *
 * @param limits of the account
 * @param patience how long a command may wait before it is no longer decided. A small part of the
 *     history: a key may be forgotten after that
 * @param waiting commands that may wait; more are turned away
 * @param batch commands of one entry
 * @param batchFacts octets of facts of one entry
 * @param again how long to wait before the same insert is sent again, or a failed read
 * @param failures failed reads in a row after which the callers are told that nothing is known
 * @param floorAfter a last look older than this, at the end of an insert, wants the floor read. At
 *     most half of what the expiry waits between seeing an entry and deleting it
 * @param oldAfter a delivery first tried longer ago than this is decided only with the floor
 *     freshly read
 * @param keptMargin what a floor's time is moved forward by, for clocks that differ
 * @param maildrop how long a lock of the maildrop may stand without being renewed
 * @param lookLimit entries read at once
 * @param recent results kept in memory for repeated calls
 */
public record AppendSettings(
        AccountLimits limits,
        Duration patience,
        int waiting,
        int batch,
        int batchFacts,
        Duration again,
        int failures,
        Duration floorAfter,
        Duration oldAfter,
        Duration keptMargin,
        Duration maildrop,
        int lookLimit,
        int recent) {
    /** Where the settings say nothing. */
    public static final AppendSettings DEFAULT =
            new AppendSettings(
                    AccountLimits.DEFAULT,
                    Duration.ofHours(1),
                    10_000,
                    1_000,
                    2 << 20,
                    Duration.ofMillis(100),
                    3,
                    Duration.ofMinutes(1),
                    Duration.ofDays(1),
                    Duration.ofDays(1),
                    Duration.ofMinutes(10),
                    500,
                    1_000);

    /** The same with other limits of the account. */
    public AppendSettings with(AccountLimits others) {
        return new AppendSettings(
                others,
                patience,
                waiting,
                batch,
                batchFacts,
                again,
                failures,
                floorAfter,
                oldAfter,
                keptMargin,
                maildrop,
                lookLimit,
                recent);
    }
}
