package posthorn.mailbox.rest;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import posthorn.mailbox.clientsettings.Autoconfig;
import posthorn.protocol.smtp.AddressKey;

/**
 * Tells mail programs how to reach the services, by the name that is asked for ({@code autoconfig.}
 * and a domain), by the address that they ask for, or for the domain that the host has the name of.
 * Anybody may read it; it names no account.
 */
@Singleton
public final class AutoconfigRoute {

    static final String PATH = "/mail/config-v1.1.xml";
    static final String WELL_KNOWN = "/.well-known/autoconfig/mail/config-v1.1.xml";

    private static final String LABEL = "autoconfig.";

    private final OfferedServers offered;

    @Inject
    AutoconfigRoute(OfferedServers offered) {
        this.offered = offered;
    }

    void route(@Observes Router router) {
        router.get(PATH).handler(this::answer);
        router.get(WELL_KNOWN).handler(this::answer);
    }

    private void answer(RoutingContext context) {
        Optional<String> domain = domain(context);
        if (domain.isEmpty()) {
            DomainPages.absent(context.response());
            return;
        }
        DomainPages.answer(
                context.response(),
                domain.get(),
                "text/xml",
                offered.ofDomain(domain.get())
                        .map(found -> found.map(servers -> Autoconfig.xml(domain.get(), servers))));
    }

    private static Optional<String> domain(RoutingContext context) {
        String address = context.request().getParam("emailaddress", "");
        return DomainPages.behind(LABEL, context.request().authority())
                .or(() -> AddressKey.domainKey(address.substring(address.lastIndexOf('@') + 1)))
                .or(() -> DomainPages.behind("", context.request().authority()));
    }
}
