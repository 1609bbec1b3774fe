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
        "max-transactions, -1",
        "proxy.mx.timeout, 0S",
        "proxy.submissions.extensions, 70000",
        "proxy.submission.header-wait, 2M",
        "proxy.submission-alternate.trusted-networks, pods",
        "proxy.mx.trusted-networks, 0.0.0.0/0",
        "xclient.mx, ::/0",
        "xclient.submission, 10.0.0.0/33",
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
        "help-url, mail.example.org/help",
        "help-url, https://mail.example.org/a b",
        "help-url, https://mail.example.org/?q",
        "own-addresses, example.org",
        "max-refused-recipients-per-network, -1",
        "limits.connections-per-client, -1",
        "limits.messages-per-network, 1000001",
        "limits.account-recipients-per-day, -1",
        "limits.connections-window, 0.1S",
        "limits.messages-window, 2D",
        "limits.ipv4-network, 33",
        "limits.ipv6-network, 65",
        "limits.exempt-networks, example.org",
        "limits.remembered, 1",
        "limits.report-interval, 0S",
        "blocklist.lists, list.test=127.0.0.300",
        "blocklist.threshold, 0",
        "blocklist.time-limit, 0S",
        "greylist.delay, 0S",
        "greylist.retry-window, 1M",
        "greylist.keep, 1H",
        "greylist.known-after, 0",
        "scan.wait-limit, 2M",
        "scan.time-limit, 10M",
        "scan.connect-limit, 0S",
        "scan.at-once, 0",
        "scan.clamav.address, clamav:0",
        "scan.clamav.max-size, 10",
        "scan.rspamd.url, rspamd:11333",
        "scan.rspamd.max-size, 10"
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
    void headersAreBelievedFromNetworksThatAreNamedAlone() {
        IngressSettings nobody =
                settings(Map.of("posthorn.smtp-ingress.proxy.mx.mode", "required"));
        BadSetting refused = assertThrows(BadSetting.class, () -> CheckedSettings.check(nobody));
        assertTrue(
                String.valueOf(refused.getMessage())
                        .startsWith("posthorn.smtp-ingress.proxy.mx.trusted-networks: "),
                () -> String.valueOf(refused.getMessage()));
        assertDoesNotThrow(() ->
                CheckedSettings.check(
                        settings(
                                Map.of(
                                        "posthorn.smtp-ingress.proxy.mx.mode",
                                        "optional",
                                        "posthorn.smtp-ingress.proxy.mx.trusted-networks",
                                        "10.1.2.3,2001:db8::/64"))));
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
