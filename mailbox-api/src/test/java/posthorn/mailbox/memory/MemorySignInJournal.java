package posthorn.mailbox.memory;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.signin.SignIn;
import posthorn.mailbox.signin.SignIn.OwnerAnswer;
import posthorn.mailbox.signin.SignInJournal;

/** Recent sign-ins, in memory. */
public final class MemorySignInJournal implements SignInJournal {

    private record Key(String account, String id) {}

    private final Map<Key, SignIn> kept = new HashMap<>();
    private final int most;

    /** Keeps that many that were let in, and as many others, of each account. */
    public MemorySignInJournal(int most) {
        this.most = most;
    }

    @Override
    public synchronized CompletionStage<Void> add(SignIn attempts) {
        kept.merge(
                new Key(attempts.account(), attempts.id()),
                attempts,
                (known, more) ->
                        new SignIn(
                                known.account(),
                                known.kind(),
                                Math.min(known.first(), more.first()),
                                Math.max(known.last(), more.last()),
                                known.count() + more.count(),
                                known.answer()));
        sorted(attempts.account()).stream()
                .filter(one -> one.letIn() == attempts.letIn())
                .skip(most)
                .forEach(one -> kept.remove(new Key(one.account(), one.id())));
        return CompletableFuture.completedStage(null);
    }

    private List<SignIn> sorted(String account) {
        return kept.values().stream()
                .filter(one -> one.account().equals(account))
                .sorted(Comparator.comparingLong(SignIn::last).reversed())
                .toList();
    }

    @Override
    public synchronized CompletionStage<List<SignIn>> of(String account) {
        return CompletableFuture.completedStage(sorted(account));
    }

    @Override
    public synchronized CompletionStage<Optional<SignIn>> find(String account, String id) {
        return CompletableFuture.completedStage(
                Optional.ofNullable(kept.get(new Key(account, id))));
    }

    @Override
    public synchronized CompletionStage<Void> name(String account, String id, String client) {
        SignIn known = kept.get(new Key(account, id));
        if (known != null && known.kind().client().isEmpty()) {
            add(SignIn.once(account, known.kind().by(client), known.last()));
            kept.computeIfPresent(
                    new Key(account, id), (_, one) -> one.count() == 1 ? null : fewer(one));
        }
        return CompletableFuture.completedStage(null);
    }

    private static SignIn fewer(SignIn one) {
        return new SignIn(
                one.account(), one.kind(), one.first(), one.last(), one.count() - 1, one.answer());
    }

    @Override
    public synchronized CompletionStage<Boolean> answer(
            String account, String id, OwnerAnswer answer) {
        @Nullable SignIn known =
                kept.computeIfPresent(
                        new Key(account, id),
                        (_, one) ->
                                new SignIn(
                                        one.account(),
                                        one.kind(),
                                        one.first(),
                                        one.last(),
                                        one.count(),
                                        answer));
        return CompletableFuture.completedStage(known != null);
    }

    @Override
    public synchronized CompletionStage<Void> forget(long before) {
        kept.values().removeIf(one -> one.last() < before);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Void> remove(String account) {
        kept.keySet().removeIf(key -> key.account().equals(account));
        return CompletableFuture.completedStage(null);
    }
}
