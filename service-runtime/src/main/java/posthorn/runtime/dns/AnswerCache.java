package posthorn.runtime.dns;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.util.concurrent.CompletableFuture;
import org.xbill.DNS.Resolver;
import posthorn.runtime.metrics.CacheFigures;

/**
 * Answers that still hold, and questions under way: one that is asked again meanwhile waits for the
 * same answer. What failed is not remembered.
 */
final class AnswerCache {
    private final AsyncCache<Question, Answer> known;
    private final Resolver resolver;

    /**
     * An empty cache.
     *
     * @param octets of answers that are remembered, roughly; 0: none is
     */
    AnswerCache(Resolver resolver, long octets) {
        this.resolver = resolver;
        this.known =
                Caffeine.newBuilder()
                        .maximumWeight(octets)
                        .weigher((Question question, Answer answer) -> answer.weight())
                        .expireAfter(
                                Expiry.creating(
                                        (Question question, Answer answer) -> answer.remembered()))
                        .executor(Runnable::run)
                        .recordStats()
                        .buildAsync();
    }

    CacheFigures figures() {
        return CacheFigures.of(known.synchronous());
    }

    CompletableFuture<Answer> get(Question question) {
        return known.get(question, (asked, executor) -> new Resolution(resolver, asked).answer());
    }
}
