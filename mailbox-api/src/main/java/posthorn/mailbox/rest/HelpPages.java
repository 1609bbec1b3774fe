package posthorn.mailbox.rest;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import posthorn.protocol.explanation.Language;
import posthorn.protocol.explanation.ReplyCatalogue;
import posthorn.protocol.explanation.ReplyPages;

/**
 * Pages below {@code /help} that explain the replies of smtp-ingress, for everybody, without a
 * token: this path alone is what may be published. {@code /help/unknown-user} is the page of a
 * reply, {@code /help/5.1.1} of a code, {@code /help/} lists them all; {@code
 * /help/problems/not-found} is the page of a problem of the REST API. {@code ?lang=de} or {@code
 * ?lang=en} chooses the language, else Accept-Language does, else it is English.
 */
@Singleton
public final class HelpPages {

    private static final String PATH = "/help";
    private static final String PROBLEMS = PATH + "/problems/";
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private final ReplyPages pages = new ReplyPages(ReplyCatalogue.standard());

    void publish(@Observes Router router) {
        router.routeWithRegex(PATH + "(/[^/]*)?").handler(this::answer);
        router.routeWithRegex(PROBLEMS + "[^/]+").handler(this::answer);
    }

    private void answer(RoutingContext exchange) {
        HttpMethod method = exchange.request().method();
        String path = exchange.request().path();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            exchange.response().setStatusCode(405).putHeader("Allow", "GET, HEAD").end();
        } else if (path.equals(PATH)) {
            // Links on the pages are relative to the slash.
            exchange.response().setStatusCode(301).putHeader("Location", "help/").end();
        } else {
            Language language = language(exchange);
            send(exchange, page(path, language), language);
        }
    }

    private ReplyPages.Page page(String path, Language language) {
        if (path.startsWith(PROBLEMS)) {
            return pages.problem(path.substring(PROBLEMS.length()), language);
        }
        String name = path.substring(PATH.length() + 1);
        return name.isEmpty() ? pages.index(language) : pages.of(name, language);
    }

    private static Language language(RoutingContext exchange) {
        String accepted = exchange.request().getHeader("Accept-Language");
        return Optional.ofNullable(exchange.request().getParam("lang"))
                .flatMap(Language::of)
                .or(() -> Optional.ofNullable(accepted).flatMap(Language::preferred))
                .orElse(Language.ENGLISH);
    }

    private static void send(RoutingContext exchange, ReplyPages.Page page, Language language) {
        byte[] html = page.html().getBytes(StandardCharsets.UTF_8);
        HttpServerResponse response =
                exchange.response()
                        .setStatusCode(page.found() ? 200 : 404)
                        .putHeader("Content-Type", "text/html; charset=utf-8")
                        .putHeader("Content-Language", language.tag())
                        .putHeader("Content-Length", String.valueOf(html.length))
                        .putHeader("Vary", "Accept-Language")
                        .putHeader("Cache-Control", "public, max-age=3600")
                        .putHeader("Content-Security-Policy", POLICY)
                        .putHeader("X-Content-Type-Options", "nosniff")
                        .putHeader("Referrer-Policy", "no-referrer");
        if (exchange.request().method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(Buffer.buffer(html));
        }
    }
}
