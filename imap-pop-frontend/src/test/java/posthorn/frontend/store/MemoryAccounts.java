package posthorn.frontend.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Accounts in memory. */
public final class MemoryAccounts implements Accounts {

    private record Known(String password, MemoryAccount account) {}

    private final Map<String, Known> accounts = new ConcurrentHashMap<>();
    private volatile boolean away;

    /** A new account, with the mailboxes that every new account has. */
    public MemoryAccount add(String address, String password) {
        MemoryAccount account = new MemoryAccount(address, () -> away);
        accounts.put(address, new Known(password, account));
        return account;
    }

    /** Whether the store does not answer. */
    public void away(boolean isAway) {
        away = isAway;
    }

    @Override
    public AuthenticationResult signIn(
            String login, String password, String protocol, String clientAddress) {
        if (away) {
            throw new StoreUnavailableException("away");
        }
        Known known = accounts.get(login);
        if (known == null || !known.password().equals(password)) {
            return new AuthenticationResult.Refused(AuthenticationResult.Reason.BAD_CREDENTIALS);
        }
        return known.account().disabled()
                ? new AuthenticationResult.Refused(AuthenticationResult.Reason.DISABLED)
                : new AuthenticationResult.Accepted(new MemoryAccountSession(known.account()));
    }
}
