package posthorn.frontend;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posthorn.frontend.settings.FrontendSettings;
import posthorn.frontend.settings.FrontendSettingsCheck;
import posthorn.runtime.settings.BadSetting;

/** Whom the peers of the ports of IMAP and POP3 may speak for, as settings say it. */
class ProxySettingsTest {

    @Test
    void nobodyWhereNothingIsSaid() {
        assertDoesNotThrow(() -> FrontendSettingsCheck.check(settings(Map.of())));
    }

    @ParameterizedTest
    @CsvSource({
        "imap.trusted-networks, imap.mode, required",
        "imaps.timeout, imaps.timeout, 2M",
        "pop3.trusted-networks, pop3.trusted-networks, 0.0.0.0/0",
        "pop3s.extensions, pop3s.extensions, -1"
    })
    void aWrongValueIsRefusedByItsFullKey(String blamed, String key, String value) {
        String prefix = "posthorn.imap-pop-frontend.proxy.";
        FrontendSettings.Proxy settings = settings(Map.of(prefix + key, value));
        BadSetting refused =
                assertThrows(BadSetting.class, () -> FrontendSettingsCheck.check(settings));
        assertTrue(
                String.valueOf(refused.getMessage()).startsWith(prefix + blamed + ": "),
                () -> String.valueOf(refused.getMessage()));
    }

    private static FrontendSettings.Proxy settings(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(FrontendSettings.class)
                .addDiscoveredConverters()
                .withDefaultValues(values)
                .build()
                .getConfigMapping(FrontendSettings.class)
                .proxy();
    }
}
