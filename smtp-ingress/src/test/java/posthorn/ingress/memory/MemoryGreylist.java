package posthorn.ingress.memory;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import posthorn.ingress.greylist.GreylistStore;
import posthorn.ingress.greylist.Triplet;

/** A greylist in memory, for which time passes when it is told so. */
public final class MemoryGreylist implements GreylistStore {
    private final Duration delay;
    private final Map<Triplet, Duration> first = new ConcurrentHashMap<>();
    private final Set<String> proven = ConcurrentHashMap.newKeySet();
    private volatile Duration now = Duration.ZERO;
    private volatile boolean down;
    private volatile int asked;

    /** One in which a triplet has to wait so long. */
    public MemoryGreylist(Duration delay) {
        this.delay = delay;
    }

    /** Time passes. */
    public void pass(Duration time) {
        now = now.plus(time);
    }

    /** From now on nobody answers, or answers again. */
    public void down(boolean isDown) {
        down = isDown;
    }

    /** How often it was asked. */
    public int asked() {
        return asked;
    }

    @Override
    public synchronized Duration left(Triplet triplet) throws IOException {
        check();
        asked++;
        if (proven.contains(triplet.network() + " " + triplet.senderDomain())) {
            return Duration.ZERO;
        }
        Duration end = first.computeIfAbsent(triplet, any -> now).plus(delay);
        return end.compareTo(now) > 0 ? end.minus(now) : Duration.ZERO;
    }

    @Override
    public synchronized void proven(String network, String domain) throws IOException {
        check();
        proven.add(network + " " + domain);
    }

    private void check() throws IOException {
        if (down) {
            throw new IOException("nobody is there");
        }
    }
}
