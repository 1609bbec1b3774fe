package posthorn.mailbox.outside;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What an outside directory said of addresses, kept for a while: that there is an account, and that
 * there is none. Passwords are always asked for. Safe for all threads.
 */
public final class RememberedOutside implements OutsideDirectory {

    private final OutsideDirectory directory;
    private final Cache<String, Optional<OutsideAccount>> known;

    /**
     * @param most addresses that are kept
     * @param keep how long; zero: not at all
     */
    public RememberedOutside(OutsideDirectory directory, int most, Duration keep, Ticker ticker) {
        this.directory = directory;
        this.known =
                Caffeine.newBuilder()
                        .maximumSize(keep.isZero() ? 0 : most)
                        .expireAfterWrite(keep)
                        .ticker(ticker)
                        .build();
    }

    @Override
    public boolean covers(String domain) {
        return directory.covers(domain);
    }

    @Override
    public CompletionStage<Map<String, OutsideAccount>> find(Collection<String> addresses) {
        Map<String, OutsideAccount> found = new HashMap<>();
        List<String> open = new ArrayList<>();
        for (String address : addresses) {
            Optional<OutsideAccount> last = known.getIfPresent(address);
            if (last == null) {
                open.add(address);
            } else {
                last.ifPresent(account -> found.put(address, account));
            }
        }
        if (open.isEmpty()) {
            return CompletableFuture.completedStage(found);
        }
        return directory
                .find(open)
                .thenApply(fresh -> {
                    open.forEach(
                            address -> known.put(address, Optional.ofNullable(fresh.get(address))));
                    found.putAll(fresh);
                    return found;
                });
    }

    @Override
    public CompletionStage<Boolean> accepts(OutsideAccount account, String password) {
        return directory.accepts(account, password);
    }
}
