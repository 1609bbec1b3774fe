package posthorn.mailbox.memory;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import posthorn.mailbox.signin.SignInKey;
import posthorn.mailbox.signin.SignInRecords;

/** Attempts to sign in, in memory. */
public final class MemorySignInRecords implements SignInRecords {

    private static final long WINDOW = 15 * 60 * 1000;

    private record Windowed(SignInKey key, long window) {}

    private record Client(String login, String network) {}

    private final Map<Windowed, Count> counts = new HashMap<>();
    private final Map<Client, Long> good = new HashMap<>();

    @Override
    public synchronized CompletionStage<Known> read(
            Collection<SignInKey> keys, String login, String network, long now) {
        Map<SignInKey, Count> found = new HashMap<>();
        for (SignInKey key : keys) {
            Count count = counts.get(new Windowed(key, now / WINDOW));
            if (count != null) {
                found.put(key, count);
            }
        }
        return CompletableFuture.completedStage(
                new Known(found, good.containsKey(new Client(login, network))));
    }

    @Override
    public synchronized CompletionStage<Void> count(
            Collection<SignInKey> keys, int more, long now) {
        for (SignInKey key : keys) {
            counts.compute(
                    new Windowed(key, now / WINDOW),
                    (_, known) ->
                            known == null
                                    ? (more > 0 ? new Count(more, now) : null)
                                    : new Count(
                                            known.attempts() + more,
                                            more > 0 ? Math.max(now, known.last()) : known.last()));
        }
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Void> reset(SignInKey key, long now) {
        counts.remove(new Windowed(key, now / WINDOW));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Void> good(String login, String network, long now) {
        good.merge(new Client(login, network), now, Math::max);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Void> stranger(String login, String network) {
        good.remove(new Client(login, network));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Void> forget(long now, long goodBefore) {
        Set<Windowed> over = new HashSet<>(counts.keySet());
        over.removeIf(key -> key.window() >= now / WINDOW);
        counts.keySet().removeAll(over);
        good.values().removeIf(last -> last < goodBefore);
        return CompletableFuture.completedStage(null);
    }
}
