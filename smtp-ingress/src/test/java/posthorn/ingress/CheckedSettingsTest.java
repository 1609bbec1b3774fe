package posthorn.ingress;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posthorn.runtime.settings.BadSetting;

class CheckedSettingsTest {

    @Test
    void defaultsAreGood() {
        assertDoesNotThrow(() -> CheckedSettings.check(settings(Map.of())));
    }

    @ParameterizedTest
    @CsvSource({
        "mx-port, 65536",
        "submission-port, -2",
        "submission-alternate-port, 70000",
        "submissions-port, -5",
        "max-connections, 0",
        "max-connections-per-client, 0",
        "max-size, 1000",
        "max-recipients, 99",
        "max-hops, 9",
        "max-body-line, 997",
        "max-command-line, 512",
        "max-bad-commands, 0",
        "max-sign-in-failures, 0",
        "sign-in-delay, 2M",
        "inline-body, 2000000",
        "body-memory, 262144",
        "command-timeout, 0S",
        "data-timeout, 2H",
        "log-timeout, 0.5S",
        "directory-timeout, 0S",
        "directory-cache, 1H",
        "body-timeout, 0S",
        "stop.grace, 1H",
        "body-memory-per-client, 300000",
        "max-refused-recipients, 0",
        "refused-recipients-at-once, -1",
        "refused-recipient-delay, 2M",
        "max-idle-commands, 0",
        "sign-in-timeout, 0S",
        "min-data-rate, -1",
        "linger, 2M",
        "handshake-timeout, 0S",
        "stall-timeout, 2H",
        "authentication.time-limit, 10M",
        "authentication.reverse-time-limit, 2M",
        "authentication.max-questions, 1",
        "authentication.max-signatures, 0",
        "authentication.trusted-forwarders, not a domain",
        "authentication.overrides, example.org",
        "authentication.overrides, example.org=maybe",
        "own-addresses, example.org"
    })
    void badValueIsRefusedByItsFullKey(String key, String value) {
        String full = "posthorn.smtp-ingress." + key;
        IngressSettings settings = settings(Map.of(full, value));
        BadSetting refused = assertThrows(BadSetting.class, () -> CheckedSettings.check(settings));
        assertTrue(
                String.valueOf(refused.getMessage()).startsWith(full + ": "),
                () -> String.valueOf(refused.getMessage()));
    }

    @Test
    void unknownKeyIsRefused() {
        RuntimeException refused =
                assertThrows(
                        RuntimeException.class,
                        () -> settings(Map.of("posthorn.smtp-ingress.max-sice", "1")));
        assertTrue(String.valueOf(refused.getMessage()).contains("max-sice"));
    }

    private static IngressSettings settings(Map<String, String> values) {
        SmallRyeConfig config =
                new SmallRyeConfigBuilder()
                        .withMapping(IngressSettings.class)
                        .addDiscoveredConverters()
                        .withDefaultValues(values)
                        .build();
        return config.getConfigMapping(IngressSettings.class);
    }
}
