package posthorn.runtime.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posthorn.runtime.CommonSettings;

/** What is told of settings that cannot be used. */
class SettingsCheckTest {

    /** Settings of every type that is used. */
    @ConfigMapping(prefix = "posthorn.example")
    interface ExampleSettings {

        @WithDefault("10")
        int maxHops();

        @WithDefault("5000000000")
        long octets();

        @WithDefault("true")
        boolean flush();

        @WithDefault("0.1")
        double jitter();

        @WithDefault("30s")
        Duration timeout();

        @WithDefault("data")
        Path directory();

        Optional<String> name();

        OptionalInt replicas();

        Optional<List<String>> networks();

        Store store();

        /** A group. */
        interface Store {
            @WithDefault("64")
            int connections();
        }
    }

    private record Example() implements ServiceSettings {
        @Override
        public List<Class<?>> mappings() {
            return List.of(ExampleSettings.class);
        }

        @Override
        public void check(SmallRyeConfig config) {
            ExampleSettings settings = config.getConfigMapping(ExampleSettings.class);
            BadSetting.unlessWithin("posthorn.example.max-hops", settings.maxHops(), 10, 1000);
            BadSetting.unlessWithin(
                    "posthorn.example.timeout",
                    settings.timeout(),
                    Duration.ofMillis(50),
                    Duration.ofMinutes(1));
        }
    }

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-hops|many|is 'many', has to be a whole number.",
                "max-hops|1.5|is '1.5', has to be a whole number.",
                "max-hops|99999999999|is '99999999999', has to be a whole number.",
                "max-hops|''|is empty, has to be a whole number.",
                "max-hops|5|is 5, has to be from 10 to 1000",
                "octets|2GB|is '2GB', has to be a whole number.",
                "flush|perhaps|is 'perhaps', has to be true or false.",
                "jitter|some|is 'some', has to be a number.",
                "jitter|NaN|is 'NaN', has to be a number.",
                "timeout|soon|is 'soon', has to be a duration as in 500ms, 10s, 5m, 4h or 30d.",
                "timeout|0s|is 0s, has to be from 50ms to 1m",
                "timeout|90s|is 90s, has to be from 50ms to 1m",
                "replicas|three|is 'three', has to be a whole number.",
                "store.connections|x|is 'x', has to be a whole number."
            })
    void wrongValueNamesKeyValueAndWhatIsWanted(String key, String value, String told) {
        String full = "posthorn.example." + key;
        assertEquals(full + ": " + told, refusal(Map.of(full, value)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "posthorn.example.max-hop|posthorn.example.max-hops",
                "posthorn.example.maxHops|posthorn.example.max-hops",
                "posthorn.exmaple.flush|posthorn.example.flush",
                "posthorn.example.connections|posthorn.example.store.connections"
            })
    void unknownKeyNamesTheNearestOne(String key, String nearest) {
        assertEquals(
                key + ": is 'x'; there is no such setting, the nearest one is " + nearest + ".",
                refusal(Map.of(key, "x")));
    }

    @Test
    void keyThatIsLikeNoOtherNamesNone() {
        assertEquals(
                "posthorn.zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz: is 'x'; there is no such setting.",
                refusal(Map.of("posthorn.zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", "x")));
    }

    @Test
    void valueThatMayBeSecretIsNotShown() {
        String told = refusal(Map.of("posthorn.example.store.uri", "mongodb://u:hunter2@h"));
        assertTrue(told.startsWith("posthorn.example.store.uri: has a value that is not shown;"));
    }

    @Test
    void goodSettingsAreGiven() {
        ExampleSettings settings =
                run(Map.of(
                                "posthorn.example.max-hops", " 20 ",
                                "posthorn.example.flush", "no",
                                "posthorn.example.networks", "10.0.0.0/8, 192.168.0.0/16",
                                "posthorn.example.timeout", "500ms",
                                "posthorn.example.name", "",
                                "posthorn.smtp-ingress.max-size", "of another service",
                                "other.key", "x"))
                        .getConfigMapping(ExampleSettings.class);
        assertEquals(20, settings.maxHops());
        assertEquals(false, settings.flush());
        assertEquals(Duration.ofMillis(500), settings.timeout());
        assertEquals(2, settings.networks().orElseThrow().size());
        assertEquals(Optional.empty(), settings.name());
    }

    @Test
    void elementsOfAListMayHaveAKeyEach() {
        run(Map.of("posthorn.example.networks[0]", "a", "posthorn.example.networks[1]", "b"));
        assertTrue(
                refusal(Map.of("posthorn.example.network[0]", "a"))
                        .contains("posthorn.example.networks"));
    }

    @Test
    void commonSettingsAreChecked() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "short\n");
        assertCommon("posthorn.hostname", "a b", "has to be a host name");
        assertCommon("posthorn.kafka.partitions", "0", "has to be from 1 to 1000");
        assertCommon(
                "posthorn.kafka.security.protocol",
                "tls",
                "is 'tls', has to be one of plaintext, sasl-plaintext, sasl-ssl, ssl.");
        assertCommon("posthorn.mailbox-api.addresses", "localhost", "has to be host:port");
        assertCommon("posthorn.mailbox-api.lookup-interval", "1ms", "has to be from 1s to 1h");
        assertCommon("posthorn.tls.certificate", "no-such-file", "both, or neither");
        assertCommon("posthorn.admin-token-file", token.toString(), "at least 16");
        assertCommon("posthorn.service-token-file", "no-such-file", "cannot be read");
    }

    private static void assertCommon(String key, String value, String told) {
        BadSetting refused =
                assertThrows(
                        BadSetting.class,
                        () ->
                                SettingsCheck.run(
                                        List.of(new CommonSettings()),
                                        List.of(source(Map.of(key, value)))));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.startsWith(key + ": "), message);
        assertTrue(message.contains(told), message);
        assertEquals(1, message.lines().count());
    }

    private static String refusal(Map<String, String> settings) {
        return String.valueOf(assertThrows(BadSetting.class, () -> run(settings)).getMessage());
    }

    private static SmallRyeConfig run(Map<String, String> settings) {
        return SettingsCheck.run(List.of(new Example()), List.of(source(settings)));
    }

    private static PropertiesConfigSource source(Map<String, String> settings) {
        return new PropertiesConfigSource(settings, "a test", 1000);
    }
}
