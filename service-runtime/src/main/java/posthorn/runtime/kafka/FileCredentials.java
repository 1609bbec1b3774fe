package posthorn.runtime.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.scram.ScramExtensionsCallback;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.settings.FileValue;

/**
 * Name and password with which our clients sign in at brokers, of a file as it is when a connection
 * signs in: a password that was replaced counts for each new connection, and for those that sign in
 * again because brokers want it ({@code connections.max.reauth.ms}), without a new client. Other
 * connections that stand go on as they are. Kafka makes it by its name; see {@link KafkaSecurity}.
 */
public final class FileCredentials implements AuthenticateCallbackHandler {

    static final String USERNAME = KafkaSecurity.PREFIX + "username";
    static final String PASSWORD_FILE = KafkaSecurity.PREFIX + "password-file";
    static final String JAAS_FILE = KafkaSecurity.PREFIX + "jaas-file";

    private static final Pattern OPTION =
            Pattern.compile("\\b(username|password)\\s*=\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

    private @Nullable FileValue<Credentials> file;

    /** A name and its password. */
    private record Credentials(String username, String password) {
        @Override
        public String toString() {
            return "Credentials[" + username + "]";
        }
    }

    /** For Kafka, which calls {@link #configure} before anything else. */
    public FileCredentials() {}

    @Override
    public void configure(
            Map<String, ?> settings, String mechanism, List<AppConfigurationEntry> entries) {
        file = file(settings);
    }

    /**
     * Refuses what cannot be used.
     *
     * @param settings of a client
     */
    static void check(Map<String, ?> settings) {
        file(settings);
    }

    private static FileValue<Credentials> file(Map<String, ?> settings) {
        Object jaas = settings.get(JAAS_FILE);
        if (jaas != null) {
            return new FileValue<>(
                    JAAS_FILE,
                    List.of(Path.of(jaas.toString())),
                    contents -> ofJaas(text(contents)));
        }
        String username = String.valueOf(settings.get(USERNAME));
        return new FileValue<>(
                PASSWORD_FILE,
                List.of(Path.of(String.valueOf(settings.get(PASSWORD_FILE)))),
                contents -> new Credentials(username, text(contents)));
    }

    private static String text(List<byte[]> contents) throws IOException {
        String text = new String(contents.getFirst(), StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            throw new IOException("it is empty");
        }
        return text;
    }

    /** As Strimzi writes it, {@code …LoginModule required username="…" password="…";}. */
    private static Credentials ofJaas(String text) throws IOException {
        String username = "";
        String password = "";
        Matcher option = OPTION.matcher(text);
        while (option.find()) {
            String value = option.group(2).replaceAll("\\\\(.)", "$1");
            if (option.group(1).equals("username")) {
                username = value;
            } else {
                password = value;
            }
        }
        if (username.isEmpty() || password.isEmpty()) {
            throw new IOException("it has no username=\"…\" and password=\"…\"");
        }
        return new Credentials(username, password);
    }

    @Override
    public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
        if (file == null) {
            throw new IllegalStateException("it is not configured");
        }
        Credentials now = file.get();
        for (Callback callback : callbacks) {
            switch (callback) {
                case NameCallback name -> name.setName(now.username());
                case PasswordCallback password ->
                        password.setPassword(now.password().toCharArray());
                case ScramExtensionsCallback extensions -> {
                    // There are none.
                }
                default -> throw new UnsupportedCallbackException(callback);
            }
        }
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
