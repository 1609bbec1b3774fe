package posthorn.delivery.https;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.dns.Dns;
import posthorn.protocol.dns.DnsAnswer;

/** Requests over HTTPS. Safe for all threads; blocks the one that calls. */
public final class HttpsClient implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(HttpsClient.class);
    private static final int MOST_ADDRESSES = 3;

    private final HttpClient http;
    private final Dns dns;
    private final Predicate<InetAddress> permitted;
    private final int port;
    private final Duration within;

    /**
     * What is asked, and how.
     *
     * @param port of the hosts
     * @param within how long one request may take, with DNS
     * @param connections at once, in all
     * @param trusted PEM file with the certificates that others are signed by; empty: those of the
     *     JDK
     */
    public record Options(int port, Duration within, int connections, Optional<Path> trusted) {}

    /**
     * A client.
     *
     * @param permitted which addresses may be connected to
     */
    public HttpsClient(Vertx vertx, Dns dns, Predicate<InetAddress> permitted, Options options) {
        this.dns = dns;
        this.permitted = permitted;
        this.port = options.port();
        this.within = options.within();
        HttpClientOptions http =
                new HttpClientOptions()
                        .setSsl(true)
                        .setVerifyHost(true)
                        .setForceSni(true)
                        .setKeepAlive(false)
                        .setDecompressionSupported(false)
                        .setConnectTimeout((int) within.toMillis())
                        .setSslHandshakeTimeout(within.toMillis())
                        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
        options.trusted()
                .ifPresent(file ->
                        http.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        this.http =
                vertx.createHttpClient(
                        http,
                        new PoolOptions()
                                .setHttp1MaxSize(options.connections())
                                .setMaxWaitQueueSize(options.connections()));
    }

    /**
     * GET.
     *
     * @param most octets of the body; a longer one is a failure
     */
    public HttpsAnswer get(String host, String path, int most) {
        return ask(host, port, path, HttpMethod.GET, Optional.empty(), most);
    }

    /** POST, whose answer's body does not matter. */
    public HttpsAnswer post(URI uri, String type, byte[] body) {
        String path =
                uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        if (uri.getHost() == null) {
            return new HttpsAnswer.Failed("the address names no host");
        }
        return ask(
                uri.getHost(),
                uri.getPort() < 0 ? port : uri.getPort(),
                path + query,
                HttpMethod.POST,
                Optional.of(new Content(type, body)),
                4096);
    }

    private record Content(String type, byte[] body) {}

    private HttpsAnswer ask(
            String host,
            int port,
            String path,
            HttpMethod method,
            Optional<Content> content,
            int most) {
        long end = System.nanoTime() + within.toNanos();
        List<InetAddress> addresses = new ArrayList<>();
        String missing = "the host " + host + " has no address";
        for (DnsAnswer<InetAddress> answer : List.of(dns.a(host), dns.aaaa(host))) {
            addresses.addAll(answer.known());
            if (answer instanceof DnsAnswer.Unavailable<InetAddress>(String reason)) {
                missing = "DNS for " + host + ": " + reason;
            }
        }
        addresses.removeIf(permitted.negate());
        HttpsAnswer last = new HttpsAnswer.Failed(missing);
        for (InetAddress address : addresses.stream().limit(MOST_ADDRESSES).toList()) {
            RequestOptions options =
                    new RequestOptions()
                            .setMethod(method)
                            .setServer(
                                    SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                            .setHost(host)
                            .setPort(port)
                            .setSsl(true)
                            .setURI(path)
                            .setFollowRedirects(false);
            last = ask(options, host, content, most, end);
            if (!(last instanceof HttpsAnswer.Failed)) {
                return last;
            }
        }
        return last;
    }

    private HttpsAnswer ask(
            RequestOptions options, String host, Optional<Content> content, int most, long end) {
        long left = end - System.nanoTime();
        if (left <= 0) {
            return new HttpsAnswer.Failed("the host " + host + " did not answer in time");
        }
        Promise<Void> givenUp = Promise.promise();
        Future<HttpsAnswer> answer =
                http.request(options.setTimeout(TimeUnit.NANOSECONDS.toMillis(left) + 1))
                        .compose(request -> {
                            // A host that sends an octet now and then would hold it for long.
                            givenUp.future().onSuccess(_ -> request.reset());
                            return sent(request, content);
                        })
                        .compose(response -> answered(response, most));
        try {
            return answer.toCompletionStage().toCompletableFuture().get(left, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            return failed(host, Objects.requireNonNullElse(e.getCause(), e));
        } catch (TimeoutException e) {
            givenUp.complete();
            return new HttpsAnswer.Failed("the host " + host + " did not answer in time");
        } catch (InterruptedException e) {
            givenUp.complete();
            Thread.currentThread().interrupt();
            return new HttpsAnswer.Failed("this worker stops");
        }
    }

    private static Future<HttpClientResponse> sent(
            HttpClientRequest request, Optional<Content> content) {
        request.putHeader("User-Agent", "Posthorn");
        if (content.isEmpty()) {
            return request.send();
        }
        request.putHeader("Content-Type", content.get().type());
        return request.send(Buffer.buffer(content.get().body()));
    }

    private static Future<HttpsAnswer> answered(HttpClientResponse response, int most) {
        Promise<HttpsAnswer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(whole::tryFail);
        response.endHandler(_ ->
                whole.tryComplete(
                        new HttpsAnswer.Answered(
                                response.statusCode(),
                                type(response),
                                body.toString(StandardCharsets.ISO_8859_1))));
        response.handler(chunk -> {
            if (body.length() + chunk.length() > most) {
                whole.tryComplete(
                        new HttpsAnswer.Failed("the answer is longer than " + most + " octets"));
                response.request().reset();
            } else {
                body.appendBuffer(chunk);
            }
        });
        return whole.future();
    }

    private static String type(HttpClientResponse response) {
        String type = response.getHeader("Content-Type");
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static HttpsAnswer failed(String host, @Nullable Throwable cause) {
        LOG.debugf(cause, "HTTPS with %s", host);
        for (@Nullable Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof SSLException) {
                return new HttpsAnswer.NotTrusted("TLS with the host " + host + " failed");
            }
        }
        return new HttpsAnswer.Failed("the host " + host + " could not be asked");
    }

    @Override
    public void close() {
        http.close();
    }
}
