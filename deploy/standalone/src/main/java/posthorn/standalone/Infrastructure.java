package posthorn.standalone;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.DefaultValuesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import posthorn.standalone.backup.Checkpoints;
import posthorn.standalone.backup.Installation;
import posthorn.standalone.backup.Restored;
import posthorn.standalone.kafka.EmbeddedBroker;
import posthorn.store.EmbeddedStore;
import posthorn.store.StoreSettings;

/**
 * What the services stand on: data directory, store, log, tokens, certificate. The services learn
 * of it by the settings they have anyway, given as system properties; a setting that somebody made
 * stays as it is.
 */
final class Infrastructure implements AutoCloseable {

    /** What mail programs are told of a port, and the setting of the listener that has it. */
    private static final Map<String, String> LISTENERS =
            Map.of(
                    "submissions-port", "posthorn.smtp-ingress.submissions-port",
                    "submission-port", "posthorn.smtp-ingress.submission-port",
                    "imaps-port", "posthorn.imap-pop-frontend.imap.tls-port",
                    "imap-port", "posthorn.imap-pop-frontend.imap.port",
                    "pop3s-port", "posthorn.imap-pop-frontend.pop3.tls-port",
                    "pop3-port", "posthorn.imap-pop-frontend.pop3.port");

    private final SmallRyeConfig config;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private Infrastructure(SmallRyeConfig config) {
        this.config = config;
    }

    /** Starts what is not already there. */
    static Infrastructure start(SmallRyeConfig config, Progress progress) {
        Infrastructure backing = new Infrastructure(config);
        StandaloneSettings settings = config.getConfigMapping(StandaloneSettings.class);
        DataDirectory data = backing.keep(DataDirectory.open(settings.dataDir(), Instant.now()));
        System.setProperty("posthorn.standalone.data-dir", data.resolve("").toString());
        // Vert.x would make a directory that everybody may write to in the one of the machine.
        System.setProperty("vertx.cacheDirBase", data.temporary().toString());
        backing.restored(data);
        backing.store(settings, data, progress);
        backing.log(settings, data, progress);
        backing.tokens(data);
        backing.grpc();
        backing.clientPorts();
        return backing;
    }

    private void store(StandaloneSettings settings, DataDirectory data, Progress progress) {
        progress.begin("store");
        InfrastructureMetrics.ofDisk(data.resolve("store"));
        if (named("posthorn.mongodb.uri")
                .or(() -> named("posthorn.mongodb.uri-file"))
                .isPresent()) {
            progress.done("as posthorn.mongodb.* says");
            return;
        }
        StoreSettings how =
                StoreSettings.defaults()
                        .withPort(settings.mongodbPort())
                        .withSecret(StoreSettings.randomSecret())
                        .withFlush(settings.storeFlush())
                        .withAcceptedLoss(settings.storeAcceptLoss())
                        .withSyncedLengths(settings.storeSyncedLengths().orElse(null));
        EmbeddedStore store = keep(EmbeddedStore.start(data.resolve("store"), how));
        InfrastructureMetrics.of(store);
        Installation.runs(data.resolve(""), store);
        System.setProperty("posthorn.mongodb.uri", store.uri());
        progress.done("embedded, in " + data.resolve("store"));
    }

    private void log(StandaloneSettings settings, DataDirectory data, Progress progress) {
        progress.begin("log");
        Optional<String> named = named("posthorn.kafka.servers");
        if (named.isPresent()) {
            progress.done("at " + named.get());
            return;
        }
        Path password = data.token("log-password");
        EmbeddedBroker broker =
                keep(
                        EmbeddedBroker.start(
                                data.resolve("log"), settings.kafkaPort(), content(password)));
        InfrastructureMetrics.ofLog();
        System.setProperty("posthorn.kafka.servers", broker.servers());
        System.setProperty("posthorn.kafka.security.protocol", "SASL_PLAINTEXT");
        System.setProperty("posthorn.kafka.security.mechanism", "PLAIN");
        System.setProperty("posthorn.kafka.security.username", EmbeddedBroker.USER);
        System.setProperty("posthorn.kafka.security.password-file", password.toString());
        System.setProperty("posthorn.kafka.group-instance", "up");
        unlessNamed("posthorn.kafka.partitions", "1");
        progress.done("Kafka in this process, in " + data.resolve("log"));
    }

    /** What a restore from a backup has left to be done. */
    private void restored(DataDirectory data) {
        Checkpoints.dropAll(data.resolve(""));
        Restored.refuseUnfinished(data.resolve(""));
        Restored.uidValidityFrom(data.resolve("")).ifPresent(this::uidValidityFrom);
    }

    /** Never lower than what the directory says, whatever was set for an earlier restore. */
    private void uidValidityFrom(long restored) {
        long set = named(Restored.UID_VALIDITY_FROM).map(Long::parseLong).orElse(0L);
        System.setProperty(Restored.UID_VALIDITY_FROM, Long.toString(Math.max(set, restored)));
    }

    private static String content(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tokens(DataDirectory data) {
        unlessNamed("posthorn.admin-token-file", data.token("admin-token").toString());
        unlessNamed("posthorn.service-token-file", data.token("service-token").toString());
        unlessNamed("posthorn.master-key-file", data.token("master-key").toString());
        if (named("posthorn.tls.certificate").isEmpty() && named("posthorn.tls.key").isEmpty()) {
            data.selfSigned(named("posthorn.hostname").orElse("localhost"), Instant.now());
            System.setProperty("posthorn.tls.certificate", data.resolve("tls.crt").toString());
            System.setProperty("posthorn.tls.key", data.resolve("tls.key").toString());
        }
    }

    /**
     * The services of this process find {@code mailbox-api} at its own port, also where any free
     * one was asked for.
     */
    private void grpc() {
        String key = "quarkus.grpc.server.port";
        if (named(key).filter("0"::equals).isPresent()) {
            System.setProperty(key, Integer.toString(FreePorts.next()));
        }
        unlessNamed(
                "posthorn.mailbox-api.addresses",
                "127.0.0.1:"
                        + Optional.ofNullable(System.getProperty(key))
                                .or(() -> named(key))
                                .orElse("9090"));
    }

    /**
     * Mail programs are told the ports of the listeners, and delivery tests use them. Where any
     * free one was asked for, it is chosen here: nobody could be told it otherwise.
     */
    private void clientPorts() {
        LISTENERS.forEach((told, listener) -> {
            int port = config.getValue(listener, Integer.class);
            if (port == 0) {
                port = FreePorts.next();
                System.setProperty(listener, Integer.toString(port));
            }
            unlessNamed(
                    "posthorn.mailbox-api.client-settings." + told,
                    Integer.toString(Math.max(0, port)));
            if (told.endsWith("s-port") && port > 0) {
                unlessNamed(
                        "posthorn.mailbox-api.delivery-test." + told.replace("-port", ""),
                        "127.0.0.1:" + port);
            }
        });
        int submission = config.getValue("posthorn.smtp-ingress.submission-port", Integer.class);
        unlessNamed(
                "posthorn.mailbox-api.submission.server",
                "127.0.0.1:"
                        + Integer.getInteger("posthorn.smtp-ingress.submission-port", submission));
    }

    /** What somebody has set; the default of a setting is nobody's choice. */
    private Optional<String> named(String key) {
        ConfigValue value = config.getConfigValue(key);
        boolean isDefault = value.getConfigSourceOrdinal() == DefaultValuesConfigSource.ORDINAL;
        return Optional.ofNullable(value.getValue()).filter(text -> !isDefault && !text.isBlank());
    }

    private void unlessNamed(String key, String value) {
        if (named(key).isEmpty()) {
            System.setProperty(key, value);
        }
    }

    private <T extends AutoCloseable> T keep(T what) {
        opened.push(what);
        return what;
    }

    /** In the opposite order. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                System.err.println("posthorn: could not be stopped cleanly: " + e);
            }
        }
    }
}
