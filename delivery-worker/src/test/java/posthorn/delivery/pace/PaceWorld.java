package posthorn.delivery.pace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import posthorn.delivery.pace.SiteRecord.Holder;
import posthorn.delivery.policy.DeliveryFailure;
import posthorn.delivery.policy.DeliveryFailure.Stage;
import posthorn.delivery.queue.AnswerLost;
import posthorn.protocol.smtp.Reply;

/**
 * Workers with more mail than one provider likes, in steps of a tenth of a second. After each write
 * the shares are looked at: nobody may take what others have.
 */
final class PaceWorld {

    static final String SITE = "big.test";

    private static final long STEP = Duration.ofMillis(100).toNanos();
    private static final int STEPS_PER_SECOND = 10;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    /** Attempts that a worker would make at once. */
    int wanted = 100;

    /** Whether the provider answers nobody. */
    boolean dead;

    final MemoryPace store = new MemoryPace();
    private final Random random;
    private final List<Pod> pods = new ArrayList<>();
    private final PriorityQueue<Dialogue> dialogues =
            new PriorityQueue<>((a, b) -> Long.compare(a.ends, b.ends));
    private final Deque<Long> taken = new ArrayDeque<>();
    private final Set<Integer> away = new HashSet<>();
    private int likedConnections;
    private int likedPerMinute;
    private long now;
    private long slowed;
    private long begun;
    private int most;

    /**
     * A provider that likes so many connections at once and messages per minute, and so many
     * workers.
     */
    PaceWorld(long seed, int connections, int perMinute, int workers) {
        this.random = new Random(seed);
        likes(connections, perMinute);
        for (int i = 0; i < workers; i++) {
            pods.add(new Pod("w/" + i));
        }
    }

    void likes(int connections, int perMinute) {
        likedConnections = connections;
        likedPerMinute = perMinute;
    }

    private final class Pod {
        private final SharedPace pace;
        private final PaceRounds rounds;
        private long delivered;
        private int inHand;

        Pod(String worker) {
            PaceLimits limits = TestLimits.standard();
            this.pace =
                    new SharedPace(
                            limits,
                            host -> host,
                            () -> now,
                            () -> Instant.ofEpochMilli(now / 1_000_000),
                            Optional.empty());
            this.rounds = new PaceRounds(pace, store, worker, limits, () -> now);
        }
    }

    private record Dialogue(Pod pod, Pace.Turn turn, long ends, boolean tooMany) {}

    /** Lets so many seconds pass. */
    void run(int seconds) {
        for (int step = 0; step < seconds * STEPS_PER_SECOND; step++) {
            now += STEP;
            end();
            for (int i = 0; i < pods.size(); i++) {
                if (!away.contains(i)) {
                    if (step % STEPS_PER_SECOND == i * 3 % STEPS_PER_SECOND) {
                        round(pods.get(i));
                    }
                    begin(pods.get(i));
                }
            }
            most = Math.max(most, dialogues.size());
        }
    }

    private void round(Pod pod) {
        long before = others();
        try {
            pod.rounds.round();
            store.read(List.of(SITE)).values().forEach(site -> looked(site, before));
            store.calls--;
        } catch (AnswerLost e) {
            // Shares run out.
        }
    }

    /** What all have of the site, by its document. */
    private long others() {
        boolean wasAway = store.away;
        store.away = false;
        long all =
                store.read(List.of(SITE)).values().stream()
                        .flatMap(site -> site.holders().stream())
                        .mapToLong(Holder::connections)
                        .sum();
        store.calls--;
        store.away = wasAway;
        return all;
    }

    private static void looked(SiteRecord site, long before) {
        long all = site.holders().stream().mapToLong(Holder::connections).sum();
        if (all > Math.max((long) site.bounds().connections(), before)) {
            throw new AssertionError("more was given than there is: " + site);
        }
    }

    private void begin(Pod pod) {
        while (pod.inHand < wanted && !pod.pace.full(SITE, pod.inHand)) {
            Pace.Turn turn = pod.pace.begin("customer.test");
            if (turn.at(List.of(SITE)).isPresent()) {
                turn.close();
                return;
            }
            begun++;
            pod.inHand++;
            taken.add(now);
            while (now - taken.getFirst() > MINUTE) {
                taken.removeFirst();
            }
            boolean tooMany = dialogues.size() >= likedConnections || taken.size() > likedPerMinute;
            long length = STEP * (8 + random.nextInt(5));
            dialogues.add(new Dialogue(pod, turn, now + length, tooMany));
        }
    }

    private void end() {
        while (!dialogues.isEmpty() && dialogues.peek().ends <= now) {
            Dialogue over = dialogues.remove();
            over.pod.inHand--;
            if (dead) {
                over.turn.failed(new DeliveryFailure.Unreachable("mx.big.test", "no answer"));
            } else if (over.tooMany) {
                slowed++;
                over.turn.failed(
                        new DeliveryFailure.UnexpectedReply(
                                Stage.MAIL, "mx.big.test", Reply.of(421, "4.7.28", "slow down")));
            } else {
                over.pod.delivered++;
                over.turn.accepted("mx.big.test", "250 ok");
            }
            over.turn.close();
        }
    }

    /** Counts anew. */
    void forget() {
        slowed = 0;
        begun = 0;
        most = 0;
        pods.forEach(pod -> pod.delivered = 0);
    }

    /** A worker does nothing any more, not even end what it has in hand. */
    void kill(int pod) {
        stop(pod);
        dialogues.removeIf(d -> d.pod == pods.get(pod));
    }

    /** A worker begins nothing and tells nothing. */
    void stop(int pod) {
        away.add(pod);
    }

    void resume(int pod) {
        away.remove(pod);
    }

    long delivered() {
        return pods.stream().mapToLong(pod -> pod.delivered).sum();
    }

    long attempts() {
        return begun;
    }

    int mostInHand() {
        return most;
    }

    double slowedPart() {
        return (double) slowed / Math.max(1, begun);
    }

    double smallestPart() {
        long least = pods.stream().mapToLong(pod -> pod.delivered).min().orElse(0);
        return (double) least / Math.max(1, delivered());
    }

    SiteBounds bounds() {
        return store.newest(1).getFirst().bounds();
    }

    List<String> holders() {
        return store.newest(1).getFirst().holders().stream().map(Holder::worker).toList();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "delivered %d (smallest part %.2f), slowed %d of %d, most in hand %d, %s",
                delivered(),
                smallestPart(),
                slowed,
                begun,
                most,
                store.away ? "the store is away" : store.newest(1));
    }
}
