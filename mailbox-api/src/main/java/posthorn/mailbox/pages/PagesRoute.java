package posthorn.mailbox.pages;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the pages. Each path that is not somebody else's, and has no dot, is one of theirs: the
 * same file, which shows what the path asks for. Whoever asks gets the same; what is secret comes
 * by the REST API.
 */
@Singleton
public final class PagesRoute {

    /** First parts of paths that are not pages: nothing there is ever answered with one. */
    private static final String OTHERS =
            "v1|api|worker|q|help|assets|mail|autodiscover|\\.well-known";

    private static final String PAGES = "/(?!(?i:" + OTHERS + ")(?:/|$))[^.]*";

    private static final String ASSETS = "/assets/";

    /** Where gzip may be sent: it is named, and its weight is not 0 (RFC 9110 §12.5.3). */
    private static final Pattern GZIP =
            Pattern.compile("(?:^|[, ])gzip(?=$|[,;\\s])(?!\\s*;\\s*q=0(?:\\.0*)?(?:[\\s,]|$))");

    /**
     * What a browser lets the pages do: nothing from elsewhere, nothing that stands in the page.
     */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                    + " img-src 'self' data: blob:; frame-src 'self'; form-action 'self';"
                    + " base-uri 'none'; frame-ancestors 'none';"
                    + " require-trusted-types-for 'script'; trusted-types lit-html";

    private static final Map<String, String> HEADERS =
            Map.of(
                    "Content-Security-Policy", POLICY,
                    "X-Content-Type-Options", "nosniff",
                    "X-Frame-Options", "DENY",
                    "Referrer-Policy", "no-referrer",
                    "Cross-Origin-Opener-Policy", "same-origin",
                    "Cross-Origin-Resource-Policy", "same-origin",
                    "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()",
                    "Vary", "Accept-Encoding");

    private final PageFiles files = PageFiles.load();

    void route(@Observes Router router) {
        router.route(ASSETS + ":name")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(this::asset);
        router.routeWithRegex(PAGES)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(context -> send(context, files.index(), "no-cache"));
    }

    private void asset(RoutingContext context) {
        files.find(context.pathParam("name"))
                .ifPresentOrElse(
                        file -> send(context, file, "public, max-age=31536000, immutable"),
                        () ->
                                context.response()
                                        .setStatusCode(404)
                                        .putHeader("Cache-Control", "no-store")
                                        .end());
    }

    private static boolean takesGzip(@Nullable String encodings) {
        return encodings != null && GZIP.matcher(encodings).find();
    }

    private static void send(RoutingContext context, PageFile file, String keep) {
        HttpServerResponse response = context.response();
        HEADERS.forEach(response::putHeader);
        response.putHeader("Cache-Control", keep).putHeader("ETag", file.tag());
        if (file.tag().equals(context.request().getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
            return;
        }
        boolean compressed = takesGzip(context.request().getHeader("Accept-Encoding"));
        var content = compressed ? file.compressed() : file.plain();
        if (compressed) {
            response.putHeader("Content-Encoding", "gzip");
        }
        response.putHeader("Content-Type", file.type())
                .putHeader("Content-Length", String.valueOf(content.length()));
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(content);
        }
    }
}
