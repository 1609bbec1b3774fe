package posthorn.mailbox.intake;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.OptionalLong;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.QuotaLimits;
import posthorn.mailbox.account.QuotaUsage;
import posthorn.mailbox.accountcache.AccountCache;

/**
 * How much an account may still take, for those who ask before a message comes. Safe for all
 * threads; no call waits.
 */
public final class AccountRoom {

    /**
     * Room in an account.
     *
     * @param left octets that it may still take, at least 0, and 0 also when it has as many
     *     messages as it may; empty: any, or it is not known in time
     * @param limit octets that it may hold at all; empty: any, or it is not known in time
     */
    public record Room(OptionalLong left, OptionalLong limit) {

        /** There is no limit, or none is known. */
        public static final Room NOT_KNOWN = new Room(OptionalLong.empty(), OptionalLong.empty());

        static Room of(QuotaLimits limits, QuotaUsage usage) {
            OptionalLong limit =
                    limits.octets() == 0 ? OptionalLong.empty() : OptionalLong.of(limits.octets());
            if (!limits.allows(usage.plus(0, 1))) {
                return new Room(OptionalLong.of(0), limit);
            }
            return limits.octets() == 0
                    ? NOT_KNOWN
                    : new Room(OptionalLong.of(limits.octets() - usage.octets()), limit);
        }
    }

    private final AccountCache accounts;
    private final Duration patience;

    /**
     * @param patience how long an answer may take
     */
    public AccountRoom(AccountCache accounts, Duration patience) {
        this.accounts = accounts;
        this.patience = patience;
    }

    /**
     * Room in the account as the store has it. Of an account without limits, which most are, what
     * this pod knows is enough: limits that it has not heard of yet count when the message is
     * delivered. Never fails.
     */
    public Uni<Room> of(String account) {
        return accounts.known(account)
                .flatMap(known ->
                        known.head().quota().limits().isNone()
                                ? Uni.createFrom().item(Room.NOT_KNOWN)
                                : accounts.current(account).map(AccountRoom::of))
                .ifNoItem()
                .after(patience)
                .recoverWithItem(Room.NOT_KNOWN)
                .onFailure()
                .recoverWithItem(Room.NOT_KNOWN);
    }

    private static Room of(AccountState state) {
        QuotaLimits limits = state.head().quota().limits();
        return limits.isNone() ? Room.NOT_KNOWN : Room.of(limits, state.usage());
    }
}
