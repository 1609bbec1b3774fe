package posthorn.mailbox.budget;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Memory for octets that come from clients or are read for them. Whoever wants some waits until
 * others have given theirs back; what one owner holds is bounded by a share, so that nobody has it
 * all. Octets are charged until nothing holds them any more, not until their caller leaves. Safe
 * for all threads; no call waits.
 */
public final class OctetBudget {

    /**
     * The bounds.
     *
     * @param octets in all; a single request for more is met when no more than half of them are
     *     held
     * @param share octets of one owner; a single request for more is met when the owner holds no
     *     more than half of it
     * @param waiting requests that may wait; further ones are turned away with {@link Overloaded}
     * @param waitingOfOwner requests of one owner that may wait
     * @param longest how long a request waits before it is turned away
     */
    public record Bounds(
            long octets, long share, int waiting, int waitingOfOwner, Duration longest) {}

    /** The owner of what is charged to nobody in particular: without a share. */
    public static final String NOBODY = "";

    private record Waiting(Held held, long octets, CompletableFuture<@Nullable Void> turn) {}

    /** What an owner holds and waits for. */
    private static final class Owner {
        private long octets;
        private int waiting;
    }

    private final String name;
    private final Bounds bounds;
    private final Set<Waiting> waiting = new LinkedHashSet<>();
    private final Map<String, Owner> owners = new HashMap<>();
    private long used;

    /**
     * @param name what it is for, as people read it
     */
    public OctetBudget(String name, Bounds bounds) {
        this.name = name;
        this.bounds = bounds;
    }

    /** Octets that are held now. */
    public synchronized long held() {
        return used;
    }

    /** Octets that may be held in all. */
    public long limit() {
        return bounds.octets();
    }

    /** Requests that wait now. */
    public synchronized int waiting() {
        return waiting.size();
    }

    /**
     * Octets that something holds, more and less of them as it goes on; to be closed at its end.
     */
    public final class Held implements AutoCloseable {
        private final String owner;
        private long octets;
        private boolean closed;

        private Held(String owner) {
            this.owner = owner;
        }

        /** Completes when there is room for so many more; fails with {@link Overloaded}. */
        public Uni<Void> add(long more) {
            return Uni.createFrom().completionStage(() -> request(this, more));
        }

        /** Gives some back. */
        public void remove(long less) {
            give(this, less);
        }

        /** Gives back all; what was waited for is not wanted any more. Closing twice is once. */
        @Override
        public void close() {
            List<Waiting> unwanted;
            synchronized (OctetBudget.this) {
                closed = true;
                unwanted = waiting.stream().filter(each -> each.held() == this).toList();
            }
            unwanted.forEach(each -> each.turn().cancel(false));
            give(this, Long.MAX_VALUE);
        }
    }

    /** Nothing yet, to be added to. */
    public Held open(String owner) {
        return new Held(owner);
    }

    /**
     * Runs {@code work} when there is room, and gives it back when the work has ended. A caller who
     * leaves before gets no answer; work that has begun goes on, since it still has the octets.
     */
    public <T> Uni<T> within(String owner, long octets, Supplier<Uni<T>> work) {
        return lend(
                owner,
                octets,
                release -> Uni.createFrom().deferred(work::get).onTermination().invoke(release));
    }

    /**
     * As {@link #within}, for work whose octets somebody may hold longer than the work takes.
     *
     * @param work gets what gives the room back, and has to see that it is run, however the work
     *     ends; running it twice is running it once
     */
    public <T> Uni<T> lend(String owner, long octets, Function<Runnable, Uni<T>> work) {
        return Uni.createFrom()
                .emitter(caller -> {
                    Held held = open(owner);
                    AtomicBoolean begun = new AtomicBoolean();
                    caller.onTermination(() -> {
                        if (begun.compareAndSet(false, true)) {
                            held.close();
                        }
                    });
                    request(held, octets)
                            .whenComplete((room, failure) -> {
                                if (!begun.compareAndSet(false, true)) {
                                    return;
                                }
                                if (failure == null) {
                                    begin(held, work)
                                            .subscribe()
                                            .with(caller::complete, caller::fail);
                                } else {
                                    held.close();
                                    caller.fail(failure);
                                }
                            });
                });
    }

    private static <T> Uni<T> begin(Held held, Function<Runnable, Uni<T>> work) {
        try {
            return work.apply(held::close);
        } catch (RuntimeException e) {
            held.close();
            return Uni.createFrom().failure(e);
        }
    }

    private CompletableFuture<@Nullable Void> request(Held held, long octets) {
        CompletableFuture<@Nullable Void> turn = new CompletableFuture<>();
        Waiting later = new Waiting(held, octets, turn);
        synchronized (this) {
            Owner owner = owners.computeIfAbsent(held.owner, _ -> new Owner());
            if (waiting.isEmpty() && fits(held, octets)) {
                take(held, octets);
                turn.complete(null);
                return turn;
            }
            boolean own = !held.owner.equals(NOBODY) && owner.waiting >= bounds.waitingOfOwner();
            if (own || waiting.size() >= bounds.waiting()) {
                forgetIdle(held.owner, owner);
                return CompletableFuture.failedFuture(overloaded());
            }
            waiting.add(later);
            owner.waiting++;
        }
        // Others may wait for their own share alone.
        grant();
        return bounded(later);
    }

    private CompletableFuture<@Nullable Void> bounded(Waiting later) {
        CompletableFuture<@Nullable Void> told = new CompletableFuture<>();
        later.turn().orTimeout(bounds.longest().toMillis(), TimeUnit.MILLISECONDS);
        later.turn()
                .whenComplete((now, failure) -> {
                    if (failure != null) {
                        stopWaiting(later);
                    }
                    if (failure instanceof TimeoutException) {
                        told.completeExceptionally(overloaded());
                    } else if (failure != null) {
                        told.completeExceptionally(failure);
                    } else {
                        told.complete(null);
                    }
                });
        told.whenComplete((now, failure) -> {
            if (told.isCancelled()) {
                later.turn().cancel(false);
            }
        });
        return told;
    }

    private Overloaded overloaded() {
        return new Overloaded("there is no room for more " + name + " now: try later");
    }

    private boolean fits(Held held, long octets) {
        Owner owner = owners.get(held.owner);
        long own = owner == null || held.owner.equals(NOBODY) ? 0 : owner.octets;
        return fits(own, octets, bounds.share()) && fits(used, octets, bounds.octets());
    }

    private static boolean fits(long held, long octets, long most) {
        return octets > most ? held <= most / 2 : held + octets <= most;
    }

    private void take(Held held, long octets) {
        held.octets += octets;
        owners.computeIfAbsent(held.owner, _ -> new Owner()).octets += octets;
        used += octets;
    }

    private void give(Held held, long most) {
        synchronized (this) {
            long octets = Math.min(most, held.octets);
            held.octets -= octets;
            used -= octets;
            Owner owner = owners.get(held.owner);
            if (owner != null) {
                owner.octets -= octets;
                forgetIdle(held.owner, owner);
            }
        }
        grant();
    }

    private void stopWaiting(Waiting later) {
        synchronized (this) {
            if (waiting.remove(later)) {
                leaveLine(later);
            }
        }
        grant();
    }

    private void leaveLine(Waiting later) {
        Owner owner = owners.get(later.held().owner);
        if (owner != null) {
            owner.waiting--;
            forgetIdle(later.held().owner, owner);
        }
    }

    private void forgetIdle(String name, Owner owner) {
        if (owner.octets == 0 && owner.waiting == 0) {
            owners.remove(name);
        }
    }

    /**
     * Gives room to those who wait, in order. Whoever waits for its own share is passed over;
     * whoever waits for the others' is not, so that many small requests do not keep a large one
     * out.
     */
    private void grant() {
        List<Waiting> granted = new ArrayList<>();
        synchronized (this) {
            Iterator<Waiting> line = waiting.iterator();
            while (line.hasNext()) {
                Waiting next = line.next();
                if (fits(next.held(), next.octets())) {
                    line.remove();
                    take(next.held(), next.octets());
                    leaveLine(next);
                    granted.add(next);
                } else if (!fits(used, next.octets(), bounds.octets())) {
                    break;
                }
            }
        }
        for (Waiting each : granted) {
            if (each.held().closed || !each.turn().complete(null)) {
                give(each.held(), each.octets());
            }
        }
    }
}
