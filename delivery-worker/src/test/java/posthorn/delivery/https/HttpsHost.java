package posthorn.delivery.https;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import posthorn.runtime.tls.SelfSigned;

/** A host on loopback that answers over HTTPS as a test wants it to. */
public final class HttpsHost implements AutoCloseable {

    /** A request as it came. */
    public record Request(String method, String host, String uri, String type, byte[] body) {}

    public volatile int status = 200;
    public volatile String type = "text/plain; charset=utf-8";
    public volatile String location = "";
    public volatile Buffer body = Buffer.buffer();
    public volatile boolean silent;

    /** An octet every tenth of a second, and no end. */
    public volatile boolean drips;

    /** Counted down when a client has left. */
    public final CountDownLatch left = new CountDownLatch(1);

    public final List<Request> requests = new CopyOnWriteArrayList<>();

    private final Vertx vertx;
    private final HttpServer server;

    /** Shows that certificate. */
    public HttpsHost(Vertx vertx, SelfSigned certificate) {
        this.vertx = vertx;
        HttpServerOptions options =
                new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(0)
                        .setSsl(true)
                        .setKeyCertOptions(
                                new PemKeyCertOptions()
                                        .addCertValue(Buffer.buffer(certificate.certificate()))
                                        .addKeyValue(Buffer.buffer(certificate.key())));
        this.server = vertx.createHttpServer(options).requestHandler(this::answer);
        server.listen().toCompletionStage().toCompletableFuture().join();
    }

    /** Where it listens. */
    public int port() {
        return server.actualPort();
    }

    private void answer(HttpServerRequest request) {
        request.body()
                .onSuccess(octets -> {
                    String sent = request.getHeader("Content-Type");
                    requests.add(
                            new Request(
                                    request.method().name(),
                                    String.valueOf(request.authority()),
                                    request.uri(),
                                    sent == null ? "" : sent,
                                    octets.getBytes()));
                    if (drips) {
                        drip(request.response().setChunked(true));
                    } else if (!silent) {
                        if (!location.isEmpty()) {
                            request.response().putHeader("Location", location);
                        }
                        request.response()
                                .setStatusCode(status)
                                .putHeader("Content-Type", type)
                                .end(body);
                    }
                });
    }

    private void drip(HttpServerResponse response) {
        long timer = vertx.setPeriodic(100, _ -> response.write("x"));
        response.closeHandler(_ -> {
            vertx.cancelTimer(timer);
            left.countDown();
        });
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
