package posthorn.mailbox.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages as a browser gets them. */
class PagesRouteTest {

    private static final Pattern ASSET =
            Pattern.compile("/assets/[a-z-]+-[A-Z0-9]{8}\\.(js|css|svg)");

    private static Vertx vertx;
    private static HttpServer server;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        Router router = Router.router(vertx);
        new PagesRoute().route(router);
        server =
                vertx.createHttpServer()
                        .requestHandler(router)
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/security", "/some/where", "/mailbox", "/qualities", "/v10"})
    void everyPathOfThePagesIsTheSameFile(String path) throws Exception {
        HttpResponse<byte[]> page = get(path);
        assertEquals(200, page.statusCode());
        assertEquals(text(get("/")), text(page));
        assertEquals("no-cache", header(page, "Cache-Control"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1",
                "/v1/",
                "/V1/accounts",
                "/v1/domains",
                "/worker/v1/queue",
                "/q/health",
                "/help/none",
                "/mail/config-v1.1.xml",
                "/autodiscover/autodiscover",
                "/Autodiscover/Autodiscover",
                "/.well-known/mta-sts",
                "/robots.txt",
                "/assets/none.js",
                "/assets/..%2findex.html"
            })
    void whatIsSomebodyElsesIsNoPage(String path) throws Exception {
        assertEquals(404, get(path).statusCode());
    }

    @Test
    void whatThePageLoadsIsThereAndStaysForever() throws Exception {
        Matcher assets = ASSET.matcher(text(get("/")));
        int count = 0;
        while (assets.find()) {
            count++;
            HttpResponse<byte[]> asset = get(assets.group());
            assertEquals(200, asset.statusCode(), assets.group());
            assertTrue(header(asset, "Cache-Control").contains("immutable"));
            assertTrue(asset.body().length > 100, assets.group());
        }
        assertEquals(3, count, "script, style and icon");
        assertFalse(text(get("/")).contains("{{"), "each file has its name");
    }

    @Test
    void nothingFromElsewhereRunsInIt() throws Exception {
        HttpResponse<byte[]> page = get("/");
        String policy = header(page, "Content-Security-Policy");
        assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self';"));
        assertFalse(policy.contains("unsafe"));
        assertEquals("nosniff", header(page, "X-Content-Type-Options"));
        assertFalse(text(page).contains("://"), "nothing is fetched from elsewhere");
        assertFalse(text(page).contains("<style"));
        assertFalse(text(page).replaceAll("<script [^>]*src=", "").contains("<script"));
    }

    @Test
    void itIsCompressedForWhomItMayBe() throws Exception {
        HttpResponse<byte[]> page = get("/", "Accept-Encoding", "gzip, br");
        assertEquals("gzip", header(page, "Content-Encoding"));
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(page.body()))) {
            assertEquals(text(get("/")), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "gzip;q=0", "br, gzip ; q=0.000, *", "xgzip", "gzips"})
    void itIsNotCompressedForWhomItMayNotBe(String encodings) throws Exception {
        assertEquals("", header(get("/", "Accept-Encoding", encodings), "Content-Encoding"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br,gzip", "gzip;q=0.5, br;q=1", "identity;q=0, gzip; q=0.01"})
    void itIsCompressedWhereverItMayBe(String encodings) throws Exception {
        assertEquals("gzip", header(get("/", "Accept-Encoding", encodings), "Content-Encoding"));
    }

    @Test
    void whatTheBrowserHasIsNotSentAgain() throws Exception {
        String tag = header(get("/"), "ETag");
        HttpResponse<byte[]> page = get("/", "If-None-Match", tag);
        assertEquals(304, page.statusCode());
        assertEquals(0, page.body().length);
    }

    private static HttpResponse<byte[]> get(String path, String... headers)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
