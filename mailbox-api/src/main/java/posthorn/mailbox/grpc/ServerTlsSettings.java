package posthorn.mailbox.grpc;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * What the framework has to know of {@link ServerTls}: it looks at its own settings after that has
 * encrypted the server, and would take the encryption away again, and the wish for certificates of
 * callers with it.
 */
public final class ServerTlsSettings implements ConfigSourceFactory {

    private static final String TLS = "posthorn.mailbox-api.tls.";
    private static final int ABOVE_FILES = 270;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        if (!isSet(context.getValue(TLS + "certificate"))) {
            return List.of();
        }
        boolean callers = isSet(context.getValue(TLS + "client-authorities"));
        return List.of(
                new PropertiesConfigSource(
                        Map.of(
                                "quarkus.grpc.server.plain-text",
                                "false",
                                "quarkus.grpc.server.ssl.client-auth",
                                callers ? "required" : "none"),
                        "TLS of the gRPC server",
                        ABOVE_FILES));
    }

    private static boolean isSet(@Nullable ConfigValue value) {
        return value != null && value.getValue() != null && !value.getValue().isBlank();
    }
}
