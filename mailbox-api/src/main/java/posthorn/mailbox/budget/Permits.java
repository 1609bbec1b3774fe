package posthorn.mailbox.budget;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How many of something may be under way, in all and of one owner: whoever comes when there are as
 * many is turned away. Safe for all threads.
 */
public final class Permits {

    private final String name;
    private final int most;
    private final int mostOfOwner;
    private final Map<String, Integer> owners = new HashMap<>();
    private int used;

    /**
     * @param name what is counted, as people read it
     * @param most in all
     * @param mostOfOwner of one owner
     */
    public Permits(String name, int most, int mostOfOwner) {
        this.name = name;
        this.most = most;
        this.mostOfOwner = mostOfOwner;
    }

    /** One of them; to be closed when it has ended, closing twice is closing once. */
    public final class Permit implements AutoCloseable {
        private final String owner;
        private final AtomicBoolean given = new AtomicBoolean();

        private Permit(String owner) {
            this.owner = owner;
        }

        @Override
        public void close() {
            if (given.compareAndSet(false, true)) {
                give(owner);
            }
        }
    }

    /**
     * One more for this owner.
     *
     * @throws Overloaded when there are as many as may be
     */
    public synchronized Permit take(String owner) {
        boolean own = !owner.equals(OctetBudget.NOBODY);
        if (used >= most || (own && owners.getOrDefault(owner, 0) >= mostOfOwner)) {
            throw new Overloaded("there are too many " + name + " at once: try later");
        }
        used++;
        owners.merge(owner, 1, Integer::sum);
        return new Permit(owner);
    }

    private synchronized void give(String owner) {
        used--;
        owners.computeIfPresent(owner, (_, count) -> count == 1 ? null : count - 1);
    }

    /** How many are under way. */
    public synchronized int held() {
        return used;
    }
}
