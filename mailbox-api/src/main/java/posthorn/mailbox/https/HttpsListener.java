package posthorn.mailbox.https;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SSLOptions;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import posthorn.mailbox.HttpSettings;
import posthorn.mailbox.acme.PendingProofs;
import posthorn.mailbox.certificate.CertificateStore;
import posthorn.runtime.OpenPorts;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.tls.AcmeSettings;
import posthorn.runtime.tls.CertificateSet;
import posthorn.runtime.tls.SniIdentity;
import posthorn.runtime.tls.TlsMaterial;

/** The ports that stand for 443 and 80, where settings open them. */
@Singleton
public final class HttpsListener {
    private static final Logger LOG = Logger.getLogger(HttpsListener.class);
    private static final String PREFIX = "posthorn.mailbox-api.http.";
    private static final long LOOK_FOR_PROOFS_MILLIS = 1_000;
    private static final long OPENS_WITHIN_SECONDS = 30;

    /** Octets of a request's path, at most: as {@code quarkus.http.limits} has it. */
    private static final int LONGEST_LINE = 4096;

    private final HttpSettings settings;
    private final AcmeSettings acme;
    private final Instance<TlsMaterial> shown;
    private final CertificateStore store;
    private final OpenPorts ports;
    private final Vertx vertx;
    private final PendingProofs proofs = new PendingProofs();
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();

    @Inject
    HttpsListener(
            HttpSettings settings,
            AcmeSettings acme,
            Instance<TlsMaterial> shown,
            CertificateStore store,
            OpenPorts ports,
            Vertx vertx) {
        this.settings = settings;
        this.acme = acme;
        this.shown = shown;
        this.store = store;
        this.ports = ports;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        if (settings.tlsPort() >= 0) {
            TlsMaterial material = shown.get();
            CertificateSet first = material.current();
            HttpServer server =
                    open(
                            "tls-port",
                            encrypted(options(settings.tlsPort()), first, proofs),
                            HttpsListener::answer);
            ports.opened("HTTPS", server.actualPort());
            material.onChange(changed -> show(server, changed));
            if (material.current() != first) {
                show(server, material.current());
            }
            if (acme.directory().isPresent()
                    && acme.challenge() == AcmeSettings.Challenge.TLS_ALPN_01) {
                vertx.setPeriodic(LOOK_FOR_PROOFS_MILLIS, timer -> lookForProofs());
            }
        }
        if (settings.redirectPort() >= 0) {
            HttpServer server =
                    open(
                            "redirect-port",
                            options(settings.redirectPort()),
                            new Redirect(settings.tlsPublicPort(), HttpsListener::answer));
            ports.opened("HTTP, challenges and redirects", server.actualPort());
        }
    }

    private HttpServer open(
            String key, HttpServerOptions options, Handler<HttpServerRequest> handler) {
        HttpServer server = vertx.createHttpServer(options).requestHandler(handler);
        try {
            server.listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(OPENS_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new BadSetting(
                    PREFIX + key,
                    "port " + options.getPort() + " cannot be had: " + e.getMessage());
        }
        servers.add(server);
        return server;
    }

    private HttpServerOptions options(int port) {
        return new HttpServerOptions()
                .setHost(settings.host())
                .setPort(port)
                .setMaxInitialLineLength(LONGEST_LINE)
                .setIdleTimeout(Math.toIntExact(settings.idle().toSeconds()));
    }

    /** Options of a server that encrypts. */
    static HttpServerOptions encrypted(
            HttpServerOptions options, CertificateSet certificates, PendingProofs proofs) {
        SSLOptions tls = tls(certificates, proofs);
        options.setSsl(true)
                .setUseAlpn(tls.isUseAlpn())
                .setEnabledSecureTransportProtocols(tls.getEnabledSecureTransportProtocols())
                .setKeyCertOptions(tls.getKeyCertOptions())
                .setSslEngineOptions(new AcmeEngine());
        return options;
    }

    private static SSLOptions tls(CertificateSet certificates, PendingProofs proofs) {
        return new SSLOptions()
                .setUseAlpn(true)
                .setEnabledSecureTransportProtocols(Set.copyOf(TlsMaterial.VERSIONS))
                .setKeyCertOptions(KeyCertOptions.wrap(new SniIdentity(certificates, proofs::of)));
    }

    private void show(HttpServer server, CertificateSet certificates) {
        server.updateSSLOptions(tls(certificates, proofs))
                .onFailure(e -> LOG.error("HTTPS keeps its certificates", e));
    }

    /** As if it had come to the port of Quarkus. */
    private static void answer(HttpServerRequest request) {
        VertxHttpRecorder.getRootHandler().handle(request);
    }

    private void lookForProofs() {
        store.challenges()
                .whenComplete((found, failure) -> {
                    if (failure == null) {
                        proofs.replace(found);
                    }
                });
    }

    void stop(@Observes ShutdownEvent event) {
        servers.forEach(HttpServer::close);
    }

    /**
     * Answers in plain what has to be: challenges (RFC 8555 §8.3), and what mail programs ask for
     * by HTTP; anything else goes to HTTPS.
     */
    record Redirect(int port, Handler<HttpServerRequest> plain)
            implements Handler<HttpServerRequest> {
        private static final List<String> PLAIN =
                List.of(
                        "/.well-known/acme-challenge/",
                        "/.well-known/autoconfig/",
                        "/mail/config-v1.1.xml");
        private static final int HTTPS = 443;
        private static final int PERMANENT_REDIRECT = 308;

        @Override
        public void handle(HttpServerRequest request) {
            String path = String.valueOf(request.path());
            HostAndPort asked = request.authority();
            if (PLAIN.stream().anyMatch(path::startsWith)) {
                plain.handle(request);
            } else if (port <= 0 || asked == null || !path.startsWith("/")) {
                request.response().setStatusCode(404).end();
            } else {
                request.response()
                        .setStatusCode(PERMANENT_REDIRECT)
                        .putHeader(
                                "Location",
                                "https://"
                                        + asked.host()
                                        + (port == HTTPS ? "" : ":" + port)
                                        + request.uri())
                        .end();
            }
        }
    }
}
