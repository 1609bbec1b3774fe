package posthorn.mailbox.worker;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import posthorn.mailbox.WorkerSettings;
import posthorn.runtime.api.ServiceToken;

/**
 * Asks delivery-worker below {@code /worker/v1}, with the service token. Every failure is a {@link
 * WorkerAway}. Any thread.
 */
@Singleton
public final class WorkerClient {

    private static final String ROOT = "/worker/v1/";
    private static final int UNAUTHORIZED = 401;

    private final WorkerSettings settings;
    private final ServiceToken token;
    private final HttpClient client;

    @Inject
    WorkerClient(WorkerSettings settings, ServiceToken token, Vertx vertx) {
        this.settings = settings;
        this.token = token;
        HttpClientOptions options =
                new HttpClientOptions()
                        .setSsl("https".equals(settings.url().getScheme()))
                        .setMaxPoolSize(settings.atOnce())
                        .setMaxWaitQueueSize(settings.waiting())
                        .setConnectTimeout((int) settings.within().toMillis());
        settings.trustedCertificates()
                .ifPresent(file ->
                        options.setTrustOptions(
                                new PemTrustOptions().addCertPath(file.toString())));
        this.client = vertx.createHttpClient(options);
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /** {@code text} as one segment of a path. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * GET.
     *
     * @param path behind {@code /worker/v1/}, its segments encoded
     * @param query names and values, not encoded
     */
    public Uni<WorkerAnswer> get(String path, Map<String, String> query) {
        return call(HttpMethod.GET, path, query);
    }

    /** POST without a body. */
    public Uni<WorkerAnswer> post(String path, Map<String, String> query) {
        return call(HttpMethod.POST, path, query);
    }

    private Uni<WorkerAnswer> call(HttpMethod method, String path, Map<String, String> query) {
        String uri =
                ROOT
                        + path
                        + query.entrySet().stream()
                                .map(each -> each.getKey() + "=" + segment(each.getValue()))
                                .collect(Collectors.joining("&", query.isEmpty() ? "" : "?", ""));
        return shown(method, uri, token.bearers())
                .ifNoItem()
                .after(settings.within())
                .failWith(() -> new WorkerAway("no answer within " + settings.within()))
                .onFailure(failure -> !(failure instanceof WorkerAway))
                .transform(failure -> new WorkerAway("delivery-worker gave no answer", failure));
    }

    /** While tokens are replaced the worker may know only one of ours: each is shown in turn. */
    private Uni<WorkerAnswer> shown(HttpMethod method, String uri, List<String> bearers) {
        return once(method, uri, bearers.getFirst())
                .flatMap(answer -> {
                    if (answer.status() != UNAUTHORIZED) {
                        return Uni.createFrom().item(answer);
                    }
                    return bearers.size() > 1
                            ? shown(method, uri, bearers.subList(1, bearers.size()))
                            : Uni.createFrom()
                                    .failure(
                                            new WorkerAway(
                                                    "delivery-worker has another service token"));
                });
    }

    private Uni<WorkerAnswer> once(HttpMethod method, String uri, String bearer) {
        URI url = settings.url();
        RequestOptions options =
                new RequestOptions()
                        .setMethod(method)
                        .setHost(url.getHost())
                        .setPort(port(url))
                        .setURI(uri)
                        .setTimeout(settings.within().toMillis())
                        .putHeader("Authorization", bearer)
                        .putHeader("Accept", "application/json");
        return Uni.createFrom()
                .completionStage(() ->
                        client.request(options)
                                .compose(HttpClientRequest::send)
                                .compose(this::collected)
                                .toCompletionStage());
    }

    private static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return "https".equals(url.getScheme()) ? 443 : 80;
    }

    private Future<WorkerAnswer> collected(HttpClientResponse response) {
        Promise<WorkerAnswer> answer = Promise.promise();
        Buffer body = Buffer.buffer();
        String type = response.getHeader("Content-Type");
        response.exceptionHandler(answer::tryFail);
        response.handler(octets -> {
            if (body.length() + octets.length() > settings.mostOctets()) {
                answer.tryFail(new WorkerAway("its answer is too long"));
                response.request().reset();
            } else {
                body.appendBuffer(octets);
            }
        });
        response.endHandler(nothing ->
                answer.tryComplete(
                        new WorkerAnswer(response.statusCode(), type == null ? "" : type, body)));
        return answer.future();
    }
}
