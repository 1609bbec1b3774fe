package posthorn.runtime.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.protocol.sasl.ChannelBindings;
import posthorn.protocol.sasl.ScramOctets;
import posthorn.runtime.net.TestAuthority;
import posthorn.runtime.net.TlsFacts;
import posthorn.runtime.settings.BadSetting;

class SignInOffersTest {

    private static final String ISSUER = "posthorn.oauth.issuer";
    private static final String AUDIENCE = "posthorn.oauth.audience";
    private static final TlsFacts TLS =
            new TlsFacts(
                    "TLSv1.3",
                    "TLS_AES_128_GCM_SHA256",
                    new ChannelBindings(
                            Map.of(ChannelBindings.TLS_EXPORTER, ScramOctets.of(new byte[] {1}))),
                    List.of("alice@example.test"));

    private static SmallRyeConfig config(Map<String, String> settings) {
        return ConfigUtils.configBuilder()
                .withMapping(SignInSettings.class)
                .withMapping(OauthSettings.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build();
    }

    private static SignInOffers offers(Map<String, String> settings) {
        SmallRyeConfig config = config(settings);
        return SignInOffers.of(
                config.getConfigMapping(SignInSettings.class),
                config.getConfigMapping(OauthSettings.class));
    }

    private static String problem(Map<String, String> settings) {
        SmallRyeConfig config = config(settings);
        return String.valueOf(
                assertThrows(
                                BadSetting.class,
                                () ->
                                        SignInOffers.check(
                                                config.getConfigMapping(SignInSettings.class),
                                                config.getConfigMapping(OauthSettings.class)))
                        .getMessage());
    }

    @Test
    void nothingIsOfferedBeforeTlsExceptWhereANetworkMay() {
        SignInOffers offers = offers(Map.of());
        assertEquals("", offers.offer(null, false).words());
        assertEquals("SCRAM-SHA-256 PLAIN LOGIN", offers.offer(null, true).words());
        assertEquals(
                "SCRAM-SHA-256-PLUS SCRAM-SHA-256 EXTERNAL PLAIN LOGIN",
                offers.offer(TLS, false).words());
    }

    @Test
    void tokensAreOfferedWhereThereIsAnIssuer() {
        SignInOffers offers =
                offers(
                        Map.of(
                                ISSUER,
                                "https://id.example.test",
                                "posthorn.sign-in.mechanisms",
                                "oauthbearer, XOAUTH2"));
        assertEquals("OAUTHBEARER XOAUTH2", offers.offer(TLS, false).words());
    }

    @Test
    void settingsThatCannotBeUsedStopTheStart(@TempDir Path folder) {
        assertTrue(
                problem(Map.of("posthorn.sign-in.mechanisms", "PLAIN,CRAM-MD5"))
                        .startsWith("posthorn.sign-in.mechanisms: has 'CRAM-MD5'"));
        assertTrue(
                problem(Map.of(ISSUER, "https://id.example.test"))
                        .startsWith("posthorn.oauth.audience: "));
        assertTrue(
                problem(Map.of(ISSUER, "http://id.example.test", AUDIENCE, "x"))
                        .startsWith("posthorn.oauth.issuer: "));
        assertTrue(
                problem(Map.of("posthorn.oauth.clock-skew", "11m"))
                        .startsWith("posthorn.oauth.clock-skew: "));
        Path none = folder.resolve("none.pem");
        assertTrue(
                problem(Map.of("posthorn.sign-in.client-authorities", none.toString()))
                        .startsWith("posthorn.sign-in.client-authorities: "));
    }

    @Test
    void authoritiesAreRead(@TempDir Path folder) {
        Path file = new TestAuthority().writeTo(folder);
        SmallRyeConfig config =
                config(Map.of("posthorn.sign-in.client-authorities", file.toString()));
        assertEquals(
                1, SignInOffers.authorities(config.getConfigMapping(SignInSettings.class)).size());
    }
}
