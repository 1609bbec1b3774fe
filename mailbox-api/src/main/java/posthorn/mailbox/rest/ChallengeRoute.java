package posthorn.mailbox.rest;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import posthorn.mailbox.certificate.CertificateStore;
import posthorn.mailbox.certificate.PendingChallenge;

/**
 * Shows certificate authorities the proof that they look for (RFC 8555 §8.3), whichever pod has
 * ordered.
 */
@Singleton
public final class ChallengeRoute {

    /** What such a path begins with. */
    public static final String PATH = "/.well-known/acme-challenge/";

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,200}");
    private static final String TYPE = "application/octet-stream";

    private final CertificateStore store;

    @Inject
    ChallengeRoute(CertificateStore store) {
        this.store = store;
    }

    void route(@Observes Router router) {
        router.get(PATH + ":token").handler(this::answer);
    }

    private void answer(RoutingContext context) {
        String token = context.pathParam("token");
        if (token == null || !TOKEN.matcher(token).matches()) {
            DomainPages.absent(context.response());
            return;
        }
        DomainPages.answer(
                context.response(),
                "a challenge",
                TYPE,
                Uni.createFrom()
                        .completionStage(() -> store.challenge(token))
                        .map(found -> found.map(PendingChallenge::authorization)));
    }
}
