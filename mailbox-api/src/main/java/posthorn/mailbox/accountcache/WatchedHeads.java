package posthorn.mailbox.accountcache;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Compares the heads of watched accounts with the store, in case a notice of another pod was lost.
 * A round over all of them is spread over its interval, and a few are asked at once, so that many
 * watched accounts never come to the store together. Safe for all threads; no call waits.
 */
public final class WatchedHeads {

    private static final Logger LOG = Logger.getLogger(WatchedHeads.class);

    /** Into so many parts a round is divided. */
    public static final int PARTS = 60;

    private final AccountCache accounts;
    private final int atOnce;
    private final Queue<String> due = new ArrayDeque<>();
    private final Set<String> queued = new HashSet<>();
    private int part;
    private int underWay;

    /**
     * Compares heads of these accounts.
     *
     * @param atOnce accounts that are compared at once
     */
    public WatchedHeads(AccountCache accounts, int atOnce) {
        this.accounts = accounts;
        this.atOnce = atOnce;
    }

    /** The next part of a round; to be called {@value #PARTS} times in an interval. */
    public void comparePart() {
        int now;
        synchronized (this) {
            part = (part + 1) % PARTS;
            now = part;
        }
        accounts.all().stream()
                .filter(account -> Math.floorMod(account.id().hashCode(), PARTS) == now)
                .forEach(this::add);
        pump();
    }

    /** All of them, as soon as a few at a time allow: notices may have been missed. */
    public void compareAll() {
        accounts.all().forEach(this::add);
        pump();
    }

    /** Accounts that are being compared or wait for it. */
    public synchronized int waiting() {
        return due.size() + underWay;
    }

    private void add(CachedAccount account) {
        if (account.isWatched()) {
            synchronized (this) {
                if (queued.add(account.id())) {
                    due.add(account.id());
                }
            }
        }
    }

    private void pump() {
        for (String account = next(); account != null; account = next()) {
            String asked = account;
            accounts.current(account)
                    .onItemOrFailure()
                    .invoke((state, failure) -> {
                        if (failure != null) {
                            LOG.debugf("the head of %s is not known: %s", asked, failure);
                        }
                    })
                    .subscribe()
                    .with(state -> ended(), failure -> ended());
        }
    }

    private synchronized @Nullable String next() {
        if (underWay >= atOnce) {
            return null;
        }
        String account = due.poll();
        if (account != null) {
            queued.remove(account);
            underWay++;
        }
        return account;
    }

    private void ended() {
        synchronized (this) {
            underWay--;
        }
        pump();
    }
}
