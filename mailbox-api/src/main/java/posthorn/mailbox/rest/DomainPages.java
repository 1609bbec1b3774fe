package posthorn.mailbox.rest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.registry.Registry;
import posthorn.protocol.smtp.AddressKey;

/** Pages about a domain of ours, each for anybody who asks, and often. */
@Singleton
final class DomainPages {

    static final String PLAIN = "text/plain";

    private static final Logger LOG = Logger.getLogger(DomainPages.class);
    private static final int REMEMBERED_DOMAINS = 10_000;
    private static final Duration REMEMBERED_FOR = Duration.ofSeconds(30);

    private final Registry registry;
    private final Cache<String, Boolean> known =
            Caffeine.newBuilder()
                    .maximumSize(REMEMBERED_DOMAINS)
                    .expireAfterWrite(REMEMBERED_FOR)
                    .build();

    @Inject
    DomainPages(Registry registry) {
        this.registry = registry;
    }

    /**
     * Answers with a page; with 404 when there is none, with 503 when nobody can say now.
     *
     * @param domain whose page it is, for the log
     * @param type media type of the page, which is in UTF-8
     */
    static void answer(
            HttpServerResponse response, String domain, String type, Uni<Optional<String>> page) {
        page.subscribe()
                .with(
                        found ->
                                found.ifPresentOrElse(
                                        text -> text(response, 200, type, text),
                                        () -> absent(response)),
                        failure -> {
                            LOG.warnf("what is to be said of %s is not known now", domain);
                            text(response, 503, PLAIN, "Try again later.\r\n");
                        });
    }

    /** Answers that there is no such page. */
    static void absent(HttpServerResponse response) {
        text(response, 404, PLAIN, "There is nothing of that name here.\r\n");
    }

    /** Whether a domain, folded, is ours, or was half a minute ago. */
    Uni<Boolean> isOurs(String domain) {
        Boolean remembered = known.getIfPresent(domain);
        return remembered != null
                ? Uni.createFrom().item(remembered)
                : registry.isOurs(domain).invoke(found -> known.put(domain, found));
    }

    /** Answers with a text in UTF-8. */
    static void text(HttpServerResponse response, int status, String type, String text) {
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(status)
                    .putHeader("Content-Type", type + "; charset=utf-8")
                    .end(text);
        }
    }

    /**
     * The domain behind a label in the name of the host that was asked for, folded; empty: it has
     * no such name.
     *
     * @param asked null: the request names no host
     * @param label with its dot, in lower case
     */
    static Optional<String> behind(String label, @Nullable HostAndPort asked) {
        String name = asked == null ? "" : asked.host().toLowerCase(Locale.ROOT);
        return name.startsWith(label)
                ? AddressKey.domainKey(name.substring(label.length()))
                : Optional.empty();
    }
}
