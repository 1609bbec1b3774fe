package posthorn.mailbox.signin;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Passwords that wait to be computed, a bounded number at once. Clients who were let in before go
 * first, all others take turns by their network; when there is no room, whoever waits most often
 * gives way. Safe for all threads; no call waits.
 */
final class HashQueue {

    /**
     * Whom a password is computed for.
     *
     * @param network of the client
     * @param good whether the login was let in from there before
     */
    record Client(String network, boolean good) {}

    /**
     * Something to compute.
     *
     * @param refused run instead, when there is no room
     */
    record Task(Runnable work, Runnable refused) {}

    private final int atOnce;
    private final int mostWaiting;
    private final int mostOfNetwork;
    private final Executor threads;
    private final Deque<Task> good = new ArrayDeque<>();
    private final Map<String, Deque<Task>> strangers = new HashMap<>();
    private final Deque<String> turns = new ArrayDeque<>();
    private int waiting;
    private int running;

    /**
     * @param mostWaiting tasks that may wait, of clients who were let in before, and as many of
     *     others
     * @param mostOfNetwork tasks of one network that may wait
     */
    HashQueue(int atOnce, int mostWaiting, int mostOfNetwork, Executor threads) {
        this.atOnce = atOnce;
        this.mostWaiting = mostWaiting;
        this.mostOfNetwork = mostOfNetwork;
        this.threads = threads;
    }

    /** Runs the task when it is its turn, or tells that it is refused. */
    void add(Client client, Task task) {
        Task refused;
        synchronized (this) {
            refused = client.good() ? enterGood(task) : enter(client.network(), task);
        }
        if (refused != null) {
            refused.refused().run();
        }
        pump();
    }

    /** Tasks that wait. */
    synchronized int held() {
        return waiting + good.size() + running;
    }

    private @Nullable Task enterGood(Task task) {
        if (good.size() >= mostWaiting) {
            return task;
        }
        good.add(task);
        return null;
    }

    /** The task that has to give way; null: none. */
    private @Nullable Task enter(String network, Task task) {
        Deque<Task> line = strangers.get(network);
        int own = line == null ? 0 : line.size();
        if (own >= mostOfNetwork) {
            return task;
        }
        Task out = null;
        if (waiting >= mostWaiting) {
            Deque<Task> longest = longest();
            if (longest == null || longest.size() <= own + 1) {
                return task;
            }
            out = longest.pollLast();
            waiting--;
        }
        if (line == null) {
            line = new ArrayDeque<>();
            strangers.put(network, line);
            turns.add(network);
        }
        line.add(task);
        waiting++;
        return out;
    }

    private @Nullable Deque<Task> longest() {
        Deque<Task> longest = null;
        for (Deque<Task> line : strangers.values()) {
            if (longest == null || line.size() > longest.size()) {
                longest = line;
            }
        }
        return longest;
    }

    private void pump() {
        while (true) {
            Task next;
            synchronized (this) {
                next = running < atOnce ? next() : null;
                if (next == null) {
                    return;
                }
                running++;
            }
            Task task = next;
            threads.execute(() -> {
                try {
                    task.work().run();
                } finally {
                    synchronized (this) {
                        running--;
                    }
                    pump();
                }
            });
        }
    }

    private @Nullable Task next() {
        Task first = good.poll();
        return first == null ? stranger() : first;
    }

    private @Nullable Task stranger() {
        String network = turns.poll();
        Deque<Task> line = network == null ? null : strangers.get(network);
        if (network == null || line == null) {
            return null;
        }
        Task task = line.poll();
        waiting--;
        if (line.isEmpty()) {
            strangers.remove(network);
        } else {
            turns.add(network);
        }
        return task;
    }
}
