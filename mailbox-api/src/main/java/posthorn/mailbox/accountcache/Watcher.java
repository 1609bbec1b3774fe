package posthorn.mailbox.accountcache;

import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.Entry;

/**
 * Somebody who watches an account. Entries wait here until they are asked for; when more wait than
 * the bound, or the account was read anew, the watcher has missed something, and is told so after
 * nothing else. Safe for all threads; one asks at a time.
 */
public final class Watcher {

    private final Queue<Entry> waiting = new ArrayDeque<>();
    private final int bound;
    private boolean missed;
    private boolean closed;
    private @Nullable CompletableFuture<List<Entry>> asked;

    Watcher(int bound) {
        this.bound = bound;
    }

    /** The entry is part of the log. */
    void push(Entry entry) {
        CompletableFuture<List<Entry>> answer;
        List<Entry> taken;
        synchronized (this) {
            if (missed) {
                return;
            }
            if (waiting.size() == bound) {
                waiting.clear();
                missed = true;
            } else {
                waiting.add(entry);
            }
            answer = asked;
            asked = null;
            taken = answer == null ? List.of() : take();
        }
        if (answer != null) {
            answer.complete(taken);
        }
    }

    /** Something was missed. */
    void miss() {
        CompletableFuture<List<Entry>> answer;
        synchronized (this) {
            missed = true;
            waiting.clear();
            answer = asked;
            asked = null;
        }
        if (answer != null) {
            answer.complete(List.of());
        }
    }

    /** It is wanted no longer; entries that wait are forgotten. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        miss();
    }

    /** Whether it is wanted no longer. */
    synchronized boolean isClosed() {
        return closed;
    }

    /**
     * The entries that wait, at least one, when there are some; none: something was missed, and
     * nothing more comes.
     */
    Uni<List<Entry>> next() {
        return Uni.createFrom().completionStage(this::ask);
    }

    private synchronized CompletableFuture<List<Entry>> ask() {
        if (missed || !waiting.isEmpty()) {
            return CompletableFuture.completedFuture(take());
        }
        asked = new CompletableFuture<>();
        return asked;
    }

    private synchronized List<Entry> take() {
        List<Entry> all = new ArrayList<>(waiting);
        waiting.clear();
        return all;
    }
}
