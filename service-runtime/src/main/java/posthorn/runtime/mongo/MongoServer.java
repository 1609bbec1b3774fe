package posthorn.runtime.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.event.CommandListener;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.FileValue;
import posthorn.runtime.settings.PosthornSettings;
import posthorn.runtime.tls.FileTls;

/**
 * Where the database is and how it is reached. Files are read again when they change: see {@link
 * #client}. Safe for all threads.
 */
public final class MongoServer {

    private static final String PREFIX = "posthorn.mongodb.";

    private static final Pattern WITH_USER =
            Pattern.compile("(mongodb(?:\\+srv)?://)([^:@/]+)(?::[^@/]*)?@(.*)");

    private static final Pattern NAME_PREFIX = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    private final Supplier<Address> address;
    private final String prefix;
    private final boolean fixed;
    private final Optional<SSLContext> tls;
    private final List<CommandListener> listeners;

    /** A connection string, which may hold a password. */
    private record Address(String uri) {
        @Override
        public String toString() {
            return "Address";
        }
    }

    private MongoServer(
            Supplier<Address> address,
            String prefix,
            boolean fixed,
            Optional<SSLContext> tls,
            List<CommandListener> listeners) {
        this.address = address;
        this.prefix = prefix;
        this.fixed = fixed;
        this.tls = tls;
        this.listeners = listeners;
    }

    /**
     * The server of the settings; connects to nothing.
     *
     * @throws BadSetting when a file cannot be used or what it says is no connection string; what
     *     may hold a password is not told
     */
    public static MongoServer of(PosthornSettings.Mongodb settings) {
        String key = settings.uriFile().isPresent() ? "uri-file" : "uri";
        Supplier<String> uri =
                settings.uriFile().map(file -> text(key, file)).orElseGet(() -> settings::uri);
        Supplier<String> complete =
                settings.passwordFile().map(file -> withPassword(uri, file)).orElse(uri);
        checked(key, complete.get());
        var files = settings.tls();
        FileTls shown =
                FileTls.of(
                        PREFIX + "tls.",
                        files.trustedCertificates(),
                        files.certificate(),
                        files.key());
        boolean own = shown.trust().isPresent() || shown.identity().isPresent();
        return new MongoServer(
                () -> checked(key, complete.get()),
                prefix(settings),
                settings.uriFile().isEmpty() && settings.passwordFile().isEmpty(),
                own ? Optional.of(shown.context()) : Optional.empty(),
                List.of());
    }

    /** One that stays where it is, without files: for tests and tools. */
    public static MongoServer at(String uri) {
        Address address = checked("uri", uri);
        return new MongoServer(() -> address, "", true, Optional.empty(), List.of());
    }

    /** The same server; its clients tell a listener of each command. */
    public MongoServer observedBy(CommandListener listener) {
        return new MongoServer(address, prefix, fixed, tls, List.of(listener));
    }

    /** The name that a database of ours has there. */
    public String named(String own) {
        return prefix + own;
    }

    private static String prefix(PosthornSettings.Mongodb settings) {
        settings.prefix()
                .filter(text -> !NAME_PREFIX.matcher(text).matches())
                .ifPresent(text -> {
                    throw new BadSetting(
                            PREFIX + "prefix",
                            "has to be letters, digits, '_' and '-', 32 at most");
                });
        return settings.prefix().orElse("");
    }

    private static Supplier<String> text(String key, Path file) {
        return new FileValue<>(
                        PREFIX + key,
                        List.of(file),
                        contents -> {
                            String text =
                                    new String(contents.getFirst(), StandardCharsets.UTF_8).strip();
                            if (text.isEmpty()) {
                                throw new IOException("it is empty");
                            }
                            return text;
                        })
                ::get;
    }

    private static Supplier<String> withPassword(Supplier<String> uri, Path file) {
        Supplier<String> password = text("password-file", file);
        return () -> join(uri.get(), password.get());
    }

    private static String join(String uri, String password) {
        Matcher named = WITH_USER.matcher(uri);
        if (!named.matches()) {
            throw new BadSetting(
                    PREFIX + "password-file",
                    "is set, and the connection string names no user, as in"
                            + " mongodb://user@host:27017");
        }
        String escaped = URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20");
        return named.group(1) + named.group(2) + ":" + escaped + "@" + named.group(3);
    }

    private static Address checked(String key, String uri) {
        try {
            new ConnectionString(uri);
            return new Address(uri);
        } catch (IllegalArgumentException e) {
            // Its words repeat the text.
            throw new BadSetting(
                    PREFIX + key,
                    "has to be a connection string as in mongodb://user:password@host:27017");
        }
    }

    /**
     * A client of a driver, which connects by what the files say when it is used: when they say
     * something else, the next call makes a new client, and the one before is closed after a while,
     * since answers may still be read from it. Without files it is the driver's own.
     *
     * @param type {@code MongoClient} of the driver
     * @param make from settings that say where the server is, and nothing else
     */
    public <C extends AutoCloseable> C client(
            Class<C> type, Function<MongoClientSettings.Builder, C> make) {
        if (fixed) {
            return make.apply(settings(address.get()));
        }
        return RemadeClient.of(type, address, now -> make.apply(settings(now)));
    }

    private MongoClientSettings.Builder settings(Address now) {
        MongoClientSettings.Builder builder =
                MongoClientSettings.builder()
                        .applyConnectionString(new ConnectionString(now.uri()));
        listeners.forEach(builder::addCommandListener);
        tls.ifPresent(
                context -> builder.applyToSslSettings(ssl -> ssl.enabled(true).context(context)));
        return builder;
    }
}
