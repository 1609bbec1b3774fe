package posthorn.mailbox.outside;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** There is none: every account is our own. */
public final class NoOutsideDirectory implements OutsideDirectory {

    @Override
    public boolean covers(String domain) {
        return false;
    }

    @Override
    public CompletionStage<Map<String, OutsideAccount>> find(Collection<String> addresses) {
        return CompletableFuture.completedStage(Map.of());
    }

    @Override
    public CompletionStage<Boolean> accepts(OutsideAccount account, String password) {
        return CompletableFuture.completedStage(false);
    }
}
