package posthorn.runtime.health;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Something that has to be done once before work can begin, such as making topics. Safe for all
 * threads.
 */
public final class Preparation {

    private final String name;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    Preparation(String name) {
        this.name = name;
    }

    /** What it is, in words that complete "waits for". */
    public String name() {
        return name;
    }

    /** Whether it is done. */
    public boolean isDone() {
        return done.isDone() && !done.isCompletedExceptionally();
    }

    /** Completes when it is done; fails when it never will be, since a setting is wrong. */
    public CompletionStage<Void> done() {
        return done.minimalCompletionStage();
    }

    /** Waits as long as it takes. */
    void await() {
        done.join();
    }

    void complete() {
        done.complete(null);
    }

    void fail(RuntimeException cause) {
        done.completeExceptionally(cause);
    }
}
