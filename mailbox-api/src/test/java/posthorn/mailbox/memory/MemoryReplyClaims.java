package posthorn.mailbox.memory;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import posthorn.mailbox.vacation.ReplyClaims;

/** Who was answered lately, in memory. */
public final class MemoryReplyClaims implements ReplyClaims {

    private record Claimed(String message, long until) {}

    private final Map<String, Claimed> claims = new HashMap<>();

    @Override
    public synchronized CompletionStage<Claim> claim(
            String account, String sender, String message, long now, long until) {
        String id = account + "/" + sender;
        Claimed there = claims.get(id);
        if (there == null || there.until() < now) {
            claims.put(id, new Claimed(message, until));
            return CompletableFuture.completedStage(Claim.NEW);
        }
        return CompletableFuture.completedStage(
                there.message().equals(message) ? Claim.SAME : Claim.TAKEN);
    }

    @Override
    public synchronized CompletionStage<Void> forget(long now) {
        claims.values().removeIf(claimed -> claimed.until() < now);
        return CompletableFuture.completedStage(null);
    }
}
