package posthorn.pop3.net;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import posthorn.pop3.LockedMaildrop;

/**
 * Renews the locks of the sessions that live, so that nobody takes them over. One thread looks at
 * what is due while there are any, and sleeps while there are none; each renewal waits on a virtual
 * thread of its own. Any thread.
 */
final class LockRenewals implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LockRenewals.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final long everyNanos;
    private final Duration look;
    private final Map<LockedMaildrop, Long> renewed = new ConcurrentHashMap<>();
    private final Semaphore added = new Semaphore(0);
    private final Thread looking;

    /** Renewals that begin at once. */
    LockRenewals(Duration every) {
        this.everyNanos = every.toNanos();
        this.look = every.compareTo(LOOK) < 0 ? every : LOOK;
        this.looking = Thread.ofVirtual().name("pop3-locks").start(this::lookForEver);
    }

    /** From now on the lock is renewed. */
    void add(LockedMaildrop maildrop) {
        renewed.put(maildrop, System.nanoTime());
        added.release();
    }

    /** From now on it is not. */
    void remove(LockedMaildrop maildrop) {
        renewed.remove(maildrop);
    }

    private void lookForEver() {
        try {
            while (true) {
                if (renewed.isEmpty()) {
                    added.acquire();
                }
                added.drainPermits();
                Thread.sleep(look);
                long now = System.nanoTime();
                renewed.forEach((maildrop, last) -> {
                    if (now - last >= everyNanos && renewed.replace(maildrop, last, now)) {
                        Thread.ofVirtual().name("pop3-renewal").start(() -> renew(maildrop));
                    }
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void renew(LockedMaildrop maildrop) {
        try {
            maildrop.renew();
        } catch (RuntimeException e) {
            LOG.errorf(e, "the lock of a maildrop was not renewed");
        }
    }

    @Override
    public void close() {
        looking.interrupt();
    }
}
