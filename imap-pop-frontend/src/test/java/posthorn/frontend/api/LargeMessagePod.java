package posthorn.frontend.api;

import java.io.IOException;
import posthorn.frontend.store.Accounts;
import posthorn.frontend.store.OctetShares;
import posthorn.frontend.store.ReadAheadBudget;

/** A pod with one account, whose INBOX holds one large message, and the accounts behind it. */
public final class LargeMessagePod implements AutoCloseable {
    private final MemoryPod pod;
    private final GrpcAccounts accounts;

    /** The account's password is {@code right}. */
    public LargeMessagePod(int octets) throws IOException {
        MemoryAccountLog account = new MemoryAccountLog();
        account.deliver(MemoryAccountLog.INBOX, "Subject: x\r\n\r\n" + "x".repeat(octets));
        pod = new MemoryPod(account);
        pod.chunk = 256 * 1024;
        accounts =
                new GrpcAccounts(
                        id -> pod.channel(),
                        id -> pod.channel(),
                        GrpcAccountsTest.TIMEOUTS,
                        new SessionLimits(
                                1000,
                                true,
                                1000,
                                new OctetShares(1 << 20, 1 << 20),
                                new ReadAheadBudget(1 << 20)),
                        1000);
    }

    /** The accounts, as sessions see them. */
    public Accounts accounts() {
        return accounts;
    }

    /** Whether a search is under way. */
    public boolean isSearching() {
        return accounts.heldThings().searches() > 0;
    }

    /** Searches, none of which is ever answered, that were ended by who asked. */
    public int searchesCancelled() {
        return pod.searchesCancelled.get();
    }

    /** Octets of the message that were asked for until now. */
    public long octetsSent() {
        return pod.octetsSent.get();
    }

    /** Whether a session, a search or a watch is held, or octets for one are. */
    public boolean isHeld() {
        return !accounts.heldThings().equals(new GrpcAccounts.HeldThings(0, 0, 0, 0, 0));
    }

    @Override
    public void close() {
        pod.close();
    }
}
