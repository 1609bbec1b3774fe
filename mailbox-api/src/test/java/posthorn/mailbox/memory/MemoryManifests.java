package posthorn.mailbox.memory;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import posthorn.mailbox.account.checkpoint.Manifest;
import posthorn.mailbox.account.checkpoint.Manifests;

/** Manifests in memory. */
public final class MemoryManifests implements Manifests {

    private final Map<String, Manifest> manifests = new ConcurrentHashMap<>();

    @Override
    public CompletionStage<Optional<Manifest>> read(String account) {
        return CompletableFuture.completedStage(Optional.ofNullable(manifests.get(account)));
    }

    @Override
    public CompletionStage<Boolean> replace(Manifest successor) {
        boolean[] replaced = new boolean[1];
        manifests.compute(
                successor.account(),
                (account, before) -> {
                    long revision = before == null ? 0 : before.revision();
                    replaced[0] = revision == successor.revision() - 1;
                    return replaced[0] ? successor : before;
                });
        return CompletableFuture.completedStage(replaced[0]);
    }
}
