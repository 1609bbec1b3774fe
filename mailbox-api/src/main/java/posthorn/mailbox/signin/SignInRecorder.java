package posthorn.mailbox.signin;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Brings sign-ins into the journal without making anybody wait. Of attempts that are alike one
 * write is under way at a time; what happens meanwhile goes with the next one, so that a flood of
 * guesses costs the store no more than it can take. Above the bound new ones are not written down:
 * they are in the log all the same. Safe for all threads.
 */
public final class SignInRecorder {

    private static final Logger LOG = Logger.getLogger(SignInRecorder.class);

    private record Key(String account, String id) {}

    /**
     * Attempts that wait while a write of their kind is under way.
     *
     * @param count 0: none do
     */
    private record Waiting(SignIn.Kind kind, long first, long last, int count) {
        Waiting and(long time) {
            return new Waiting(kind, count == 0 ? time : first, time, count + 1);
        }
    }

    private final SignInJournal journal;
    private final InstantSource clock;
    private final int most;
    private final Map<Key, Waiting> underWay = new HashMap<>();

    /**
     * @param most kinds of attempts that may be written at once
     */
    public SignInRecorder(SignInJournal journal, InstantSource clock, int most) {
        this.journal = journal;
        this.clock = clock;
        this.most = most;
    }

    /**
     * An attempt has ended.
     *
     * @param account its id
     * @return id of the sign-in in the journal
     */
    public String record(String account, SignIn.Kind kind) {
        long now = clock.millis();
        Key key = new Key(account, SignIn.id(kind, now));
        synchronized (underWay) {
            Waiting waiting = underWay.get(key);
            if (waiting != null) {
                underWay.put(key, waiting.and(now));
                return key.id();
            }
            if (underWay.size() >= most) {
                LOG.debugf("a sign-in to %s is not written down: too many at once", account);
                return key.id();
            }
            underWay.put(key, new Waiting(kind, now, now, 0));
        }
        write(key, SignIn.once(account, kind, now));
        return key.id();
    }

    /**
     * A client has said what it is after it came in.
     *
     * @param id as {@link #record} told it
     */
    public void named(String account, String id, String client) {
        if (!client.isEmpty()) {
            journal.name(account, id, client).whenComplete((done, failure) -> told(failure));
        }
    }

    /** Kinds that are being written. */
    public int held() {
        synchronized (underWay) {
            return underWay.size();
        }
    }

    private void write(Key key, SignIn attempts) {
        journal.add(attempts)
                .whenComplete((done, failure) -> {
                    told(failure);
                    next(key);
                });
    }

    private void next(Key key) {
        Waiting waiting;
        synchronized (underWay) {
            waiting = underWay.remove(key);
            if (waiting == null || waiting.count() == 0) {
                return;
            }
            underWay.put(key, new Waiting(waiting.kind(), 0, 0, 0));
        }
        write(
                key,
                new SignIn(
                        key.account(),
                        waiting.kind(),
                        waiting.first(),
                        waiting.last(),
                        waiting.count(),
                        SignIn.OwnerAnswer.NONE));
    }

    private static void told(Throwable failure) {
        if (failure != null) {
            LOG.debug("a sign-in was not written down", failure);
        }
    }
}
