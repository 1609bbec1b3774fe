package posthorn.mailbox.rest;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import posthorn.mailbox.mtasts.OwnPolicies;
import posthorn.protocol.mtasts.StsPolicy;

/**
 * Serves the policies of our domains to anybody (RFC 8461 §3.3), by the name that is asked for:
 * {@code mta-sts.} and a domain. No resource of the REST API, since everybody may read it.
 */
@Singleton
public final class PolicyRoute {

    static final String PATH = "/.well-known/mta-sts.txt";

    private static final String LABEL = "mta-sts.";

    private final DomainPages pages;
    private final OwnPolicies policies;

    @Inject
    PolicyRoute(DomainPages pages, OwnPolicies policies) {
        this.pages = pages;
        this.policies = policies;
    }

    void route(@Observes Router router) {
        router.get(PATH).handler(this::answer);
    }

    private void answer(RoutingContext context) {
        Optional<String> domain = DomainPages.behind(LABEL, context.request().authority());
        Optional<StsPolicy> policy = domain.flatMap(policies::of);
        if (domain.isEmpty() || policy.isEmpty()) {
            DomainPages.absent(context.response());
            return;
        }
        DomainPages.answer(
                context.response(),
                domain.get(),
                DomainPages.PLAIN,
                pages.isOurs(domain.get())
                        .map(ours -> ours ? policy.map(StsPolicy::encode) : Optional.empty()));
    }
}
