package posthorn.mailbox.rest.access;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.AdminSettings;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;
import posthorn.runtime.settings.BadSetting;

/**
 * The port where operators are heard, where it has a number of its own: a second listener in front
 * of the very same router, so that nothing is served here that is not tested there. Whoever comes
 * by the other port is at most the owner of an account, whatever they show. Which port a request
 * came by is the connection's own word, and no field of the request.
 */
@Singleton
public final class OperatorPort {

    private static final Logger LOG = Logger.getLogger(OperatorPort.class);
    private static final Set<Role> OPERATORS = EnumSet.of(Role.ADMIN, Role.DOMAIN_ADMIN);
    private static final int IDLE_MINUTES = 30;
    private static final long LISTENS_WITHIN_SECONDS = 30;

    private final AdminSettings settings;
    private final Vertx vertx;
    private final CurrentVertxRequest current;
    private final String host;
    private @Nullable HttpServer server;

    @Inject
    OperatorPort(
            AdminSettings settings,
            Vertx vertx,
            CurrentVertxRequest current,
            @ConfigProperty(name = "quarkus.http.host") String host) {
        this.settings = settings;
        this.vertx = vertx;
        this.current = current;
        this.host = settings.host().orElse(host);
    }

    void start(@Observes StartupEvent event) throws Exception {
        if (settings.port().isEmpty()) {
            return;
        }
        int port = settings.port().getAsInt();
        HttpServerOptions options =
                new HttpServerOptions()
                        .setIdleTimeout(IDLE_MINUTES)
                        .setIdleTimeoutUnit(TimeUnit.MINUTES);
        try {
            server =
                    vertx.createHttpServer(options)
                            .requestHandler(VertxHttpRecorder.getRootHandler())
                            .listen(port, host)
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(LISTENS_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new BadSetting(
                    "posthorn.mailbox-api.admin.port",
                    "is " + port + ", where nothing can listen (" + e.getCause() + ")");
        }
        LOG.infof("operators are heard on %s, port %d", host, server.actualPort());
    }

    void stop(@Observes ShutdownEvent event) {
        if (server != null) {
            server.close();
        }
    }

    /** Whether operators are heard where the request of the moment came in. */
    boolean hears() {
        if (settings.port().isEmpty()) {
            return true;
        }
        SocketAddress here = current.getCurrent().request().localAddress();
        return server != null && here != null && here.port() == server.actualPort();
    }

    /** Those of some roles in which anybody may act where the request came in. */
    List<Role> heard(List<Role> roles) {
        return hears() ? roles : roles.stream().filter(role -> !OPERATORS.contains(role)).toList();
    }

    /** What is told to an operator at the other port. */
    static Problem elsewhere() {
        return Problem.of(
                ProblemCode.FORBIDDEN,
                "Operators are not heard at this port.",
                "Ask at the one that posthorn.mailbox-api.admin.port names.");
    }
}
