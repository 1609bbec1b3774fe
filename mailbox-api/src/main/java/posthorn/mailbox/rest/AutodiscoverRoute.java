package posthorn.mailbox.rest;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;
import posthorn.mailbox.clientsettings.Autodiscover;
import posthorn.mailbox.clientsettings.Autodiscover.Fault;
import posthorn.mailbox.clientsettings.Autodiscover.Request;
import posthorn.mailbox.clientsettings.MailServers;
import posthorn.mailbox.clientsettings.PageAddress;
import posthorn.protocol.smtp.AddressKey;

/**
 * Tells Outlook how to reach the services: the request in XML that it posts, and the one in JSON by
 * which newer ones find where to post it. Anybody may ask. The domain decides alone: an address
 * that there is and one that there is not are answered in the same way.
 */
@Singleton
public final class AutodiscoverRoute {

    private static final Logger LOG = Logger.getLogger(AutodiscoverRoute.class);
    private static final String XML = "/(?i:autodiscover/autodiscover\\.xml)";
    private static final String JSON = "/(?i:autodiscover/autodiscover\\.json)(?:/[^/]+/([^/]+))?";
    private static final String POSTED_TO = "/autodiscover/autodiscover.xml";
    private static final String TYPE = "text/xml";
    private static final String PROTOCOL = "AutodiscoverV1";

    private final OfferedServers offered;
    private final PageAddress pages;
    private final InstantSource clock = InstantSource.system();

    @Inject
    AutodiscoverRoute(OfferedServers offered, PageAddress pages) {
        this.offered = offered;
        this.pages = pages;
    }

    void route(@Observes Router router) {
        router.routeWithRegex(HttpMethod.POST, XML)
                .handler(BodyHandler.create(false).setBodyLimit(Autodiscover.LONGEST_REQUEST));
        router.routeWithRegex(HttpMethod.POST, XML).handler(this::posted);
        router.routeWithRegex(HttpMethod.GET, XML).handler(this::asked);
        router.routeWithRegex(HttpMethod.GET, JSON).handler(this::json);
    }

    private void posted(RoutingContext context) {
        HttpServerResponse response = context.response();
        Buffer body = context.body().buffer();
        Optional<Request> request =
                body == null ? Optional.empty() : Autodiscover.parse(body.getBytes());
        if (request.isEmpty()) {
            fault(response, Fault.INVALID_REQUEST);
            return;
        }
        if (!Autodiscover.isSpoken(request.get())) {
            fault(response, Fault.NOT_SPOKEN);
            return;
        }
        String address = request.get().address();
        AddressKey.parse(address)
                .map(AddressKey::domain)
                .ifPresentOrElse(
                        domain -> settings(response, address, domain),
                        () -> fault(response, Fault.NOT_FOUND));
    }

    private void settings(HttpServerResponse response, String address, String domain) {
        offered.ofDomain(domain)
                .subscribe()
                .with(
                        found ->
                                found.ifPresentOrElse(
                                        servers -> settings(response, address, servers),
                                        () -> fault(response, Fault.NOT_FOUND)),
                        failure -> away(response, domain));
    }

    private static void settings(HttpServerResponse response, String address, MailServers servers) {
        DomainPages.text(response, 200, TYPE, Autodiscover.settings(address, servers));
    }

    /** Errors of the protocol are answered with 200: clients read no other body. */
    private void fault(HttpServerResponse response, Fault fault) {
        DomainPages.text(response, 200, TYPE, Autodiscover.error(fault, clock.instant()));
    }

    private static void away(HttpServerResponse response, String domain) {
        LOG.warnf("what is to be said of %s is not known now", domain);
        DomainPages.text(response, 503, DomainPages.PLAIN, "Try again later.\r\n");
    }

    /**
     * Where there is no certificate for {@code autodiscover.<domain>}, clients ask in clear for the
     * host that has one ([MS-OXDISCO], HTTP redirect).
     */
    private void asked(RoutingContext context) {
        if (pages.base().isPresent()) {
            context.response()
                    .setStatusCode(302)
                    .putHeader("Location", pages.base().get() + POSTED_TO)
                    .end();
        } else {
            fault(context.response(), Fault.INVALID_REQUEST);
        }
    }

    private void json(RoutingContext context) {
        String address = addressOf(context);
        String protocol = parameter(context, "protocol");
        if (address.isEmpty() || protocol.isEmpty()) {
            String missing = address.isEmpty() ? "Email" : "Protocol";
            refuse(
                    context.response(),
                    400,
                    "MandatoryParameterMissing",
                    "A valid value must be provided for the query parameter '" + missing + "'");
            return;
        }
        if (!protocol.equalsIgnoreCase(PROTOCOL)) {
            refuse(
                    context.response(),
                    400,
                    "InvalidProtocol",
                    "The given protocol value is invalid. Supported values are '" + PROTOCOL + "'");
            return;
        }
        AddressKey.parse(address)
                .map(AddressKey::domain)
                .ifPresentOrElse(
                        domain -> located(context, domain), () -> unknown(context.response()));
    }

    private void located(RoutingContext context, String domain) {
        offered.ofDomain(domain)
                .subscribe()
                .with(
                        found -> {
                            if (found.isEmpty()) {
                                unknown(context.response());
                                return;
                            }
                            JsonObject where =
                                    new JsonObject()
                                            .put("Protocol", PROTOCOL)
                                            .put("Url", base(context) + POSTED_TO);
                            DomainPages.text(
                                    context.response(), 200, "application/json", where.encode());
                        },
                        failure -> away(context.response(), domain));
    }

    /** The host that was asked for serves it, too, when nothing else is said. */
    private String base(RoutingContext context) {
        return pages.base().orElseGet(() -> "https://" + context.request().authority());
    }

    private static void unknown(HttpServerResponse response) {
        refuse(response, 404, "UserNotFound", "The user is not found");
    }

    private static void refuse(
            HttpServerResponse response, int status, String code, String message) {
        JsonObject error = new JsonObject().put("ErrorCode", code).put("ErrorMessage", message);
        DomainPages.text(response, status, "application/json", error.encode());
    }

    /** From the query, or the last part of a path such as {@code …json/v1.0/alice@example.org}. */
    private static String addressOf(RoutingContext context) {
        String inPath = context.pathParam("param0");
        return inPath == null ? parameter(context, "email") : inPath.strip();
    }

    /** Names of parameters are written in any case of letters. */
    private static String parameter(RoutingContext context, String name) {
        return context.queryParams().entries().stream()
                .filter(entry -> entry.getKey().toLowerCase(Locale.ROOT).equals(name))
                .map(entry -> entry.getValue().strip())
                .findFirst()
                .orElse("");
    }
}
