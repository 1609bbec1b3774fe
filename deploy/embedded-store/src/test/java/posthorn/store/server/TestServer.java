package posthorn.store.server;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.connection.ServerDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bson.Document;
import posthorn.store.EmbeddedStore;
import posthorn.store.StoreSettings;
import posthorn.store.fault.FaultPlan;
import posthorn.store.fault.FaultProxy;

/**
 * The store of a test class: the server that {@code POSTHORN_TEST_MONGODB_URI} names, else an
 * embedded one. Says which it is. What a test makes there has names that begin with {@link #name},
 * and is dropped with it.
 */
public final class TestServer implements AutoCloseable {

    private static final Pattern PARTS =
            Pattern.compile("mongodb(?:\\+srv)?://([^@/]*@)?[^/?]+(/[^?]*)?(?:\\?(.*))?");

    /** Options that say where the server is, or that its driver repeats what went wrong. */
    private static final List<String> NOT_OF_PROXY =
            List.of("replicaset", "directconnection", "retrywrites", "retryreads", "loadbalanced");

    private final Optional<EmbeddedStore> embedded;
    private final Path directory;
    private final String uri;
    private final String name = "posthorn_test_" + UUID.randomUUID().toString().substring(0, 8);

    private TestServer(Optional<EmbeddedStore> embedded, Path directory, String uri) {
        this.embedded = embedded;
        this.directory = directory;
        this.uri = uri;
    }

    /** Connection string of the server that stands outside; empty: there is none. */
    public static Optional<String> outside() {
        return Optional.ofNullable(System.getenv("POSTHORN_TEST_MONGODB_URI"))
                .filter(given -> !given.isBlank());
    }

    /** Starts the store, or uses the server. */
    public static TestServer start() {
        try {
            Path directory = Files.createTempDirectory("posthorn-test-store");
            Optional<String> server = outside();
            if (server.isPresent()) {
                System.out.println("store of this test: the server of POSTHORN_TEST_MONGODB_URI");
                return new TestServer(Optional.empty(), directory, server.get());
            }
            System.out.println("store of this test: the embedded one");
            EmbeddedStore store =
                    EmbeddedStore.start(directory, StoreSettings.defaults().withPort(0));
            return new TestServer(Optional.of(store), directory, store.uri());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What to give to a driver. */
    public String uri() {
        return uri;
    }

    /** Name of a database that nobody else has, or what the names of several begin with. */
    public String name() {
        return name;
    }

    /**
     * A proxy in front of it, of the primary when it is a replica set; empty where the way there is
     * encrypted.
     */
    public Optional<FaultProxy> proxy(FaultPlan plan) {
        if (embedded.isPresent()) {
            return Optional.of(FaultProxy.start("127.0.0.1", embedded.get().port(), plan));
        }
        if (Boolean.TRUE.equals(new ConnectionString(uri).getSslEnabled())) {
            return Optional.empty();
        }
        try (MongoClient client = MongoClients.create(uri)) {
            client.getDatabase("admin").runCommand(new Document("ping", 1));
            var primary =
                    client.getClusterDescription().getServerDescriptions().stream()
                            .filter(server -> server.isPrimary() || server.isStandAlone())
                            .map(ServerDescription::getAddress)
                            .findFirst()
                            .orElseThrow();
            return Optional.of(FaultProxy.start(primary.getHost(), primary.getPort(), plan));
        }
    }

    /** What to give to a driver that goes through a proxy: as whom it signs in stays the same. */
    public String uri(FaultProxy proxy) {
        return through(uri, proxy.uri());
    }

    static String through(String uri, String proxy) {
        Matcher parts = PARTS.matcher(uri);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no connection string");
        }
        List<String> options = new ArrayList<>();
        String given = parts.group(3) == null ? "" : parts.group(3);
        for (String option : given.split("[&;]")) {
            String key = option.split("=", 2)[0].toLowerCase(Locale.ROOT);
            if (!key.isEmpty() && !NOT_OF_PROXY.contains(key)) {
                options.add(option);
            }
        }
        String user = parts.group(1) == null ? "" : parts.group(1);
        String database = parts.group(2) == null ? "/" : parts.group(2);
        Matcher at = PARTS.matcher(proxy);
        if (!at.matches()) {
            throw new IllegalArgumentException("no address of a proxy");
        }
        options.add(at.group(3));
        String host = proxy.substring("mongodb://".length(), proxy.indexOf("/?"));
        return "mongodb://" + user + host + database + "?" + String.join("&", options);
    }

    @Override
    public void close() {
        try {
            if (embedded.isEmpty()) {
                drop(uri, name);
            }
        } finally {
            embedded.ifPresent(EmbeddedStore::close);
            delete();
        }
    }

    /** Drops every database whose name begins so. */
    private static void drop(String uri, String name) {
        try (MongoClient client = MongoClients.create(uri)) {
            for (String database : client.listDatabaseNames()) {
                if (database.startsWith(name)) {
                    client.getDatabase(database).drop();
                }
            }
        }
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
