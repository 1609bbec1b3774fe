package posthorn.mailbox.intake;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.OptionalLong;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.accountcache.AccountCache;

/**
 * How much an account may still take, for those who ask before a message comes. Safe for all
 * threads; no call waits.
 */
public final class AccountRoom {

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
     * Octets that are left of the account's quota, at least 0; empty: it has none, or it is not
     * known in time. Never fails.
     */
    public Uni<OptionalLong> octetsLeft(String account) {
        return accounts.known(account)
                .flatMap(known ->
                        known.head().quota() == 0
                                ? Uni.createFrom().item(OptionalLong.empty())
                                : accounts.current(account).map(AccountRoom::left))
                .ifNoItem()
                .after(patience)
                .recoverWithItem(OptionalLong.empty())
                .onFailure()
                .recoverWithItem(OptionalLong.empty());
    }

    private static OptionalLong left(AccountState state) {
        long quota = state.head().quota();
        return quota == 0
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, quota - state.used()));
    }
}
