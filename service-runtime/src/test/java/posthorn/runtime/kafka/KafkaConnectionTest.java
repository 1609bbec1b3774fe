package posthorn.runtime.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.PosthornSettings;

class KafkaConnectionTest {
    private static final String SECURITY = "posthorn.kafka.security.";

    @TempDir Path directory;

    private static KafkaConnection of(Map<String, String> settings) {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder().withMapping(PosthornSettings.class);
        builder.withDefaultValue("posthorn.kafka.servers", "a:1,b:2");
        settings.forEach(builder::withDefaultValue);
        return new KafkaConnection(builder.build().getConfigMapping(PosthornSettings.class));
    }

    private static String refusal(Map<String, String> settings) {
        return assertThrows(BadSetting.class, () -> of(settings)).toString();
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }

    @Test
    void isPlainUnlessSaidOtherwise() {
        Map<String, Object> client = of(Map.of()).with(Map.of("acks", "all"));
        assertEquals(
                Map.of(
                        "acks",
                        "all",
                        "bootstrap.servers",
                        "a:1,b:2",
                        "security.protocol",
                        "PLAINTEXT"),
                client);
    }

    @Test
    void memberThatIsKnownAgainGivesSignsOfLifeRarely() {
        Map<String, Object> unknown = of(Map.of()).member(Map.of("group.id", "g"));
        assertEquals(6_000, unknown.get("session.timeout.ms"));
        assertEquals(2_000, unknown.get("heartbeat.interval.ms"));
        assertEquals(false, unknown.containsKey("group.instance.id"));
        Map<String, Object> known =
                of(Map.of("posthorn.kafka.group-instance", "one")).member(Map.of("group.id", "g"));
        assertEquals("one", known.get("group.instance.id"));
        assertEquals(45_000, known.get("session.timeout.ms"));
        assertEquals(15_000, known.get("heartbeat.interval.ms"));
        assertEquals("a:1,b:2", known.get("bootstrap.servers"));
    }

    @Test
    void signsInWithAPasswordOfAFile() throws IOException {
        Map<String, Object> client =
                of(Map.of(
                                SECURITY + "protocol",
                                "SASL_PLAINTEXT",
                                SECURITY + "mechanism",
                                "PLAIN",
                                SECURITY + "username",
                                "mail",
                                SECURITY + "password-file",
                                file("password", "a \"quoted\\word\n")))
                        .with(Map.of());
        assertEquals("PLAIN", client.get("sasl.mechanism"));
        assertEquals(
                "org.apache.kafka.common.security.plain.PlainLoginModule required"
                        + " username=\"mail\" password=\"a \\\"quoted\\\\word\";",
                client.get("sasl.jaas.config"));
    }

    @Test
    void encryptsAndShowsACertificate() throws IOException {
        Map<String, Object> client =
                of(Map.of(
                                SECURITY + "protocol",
                                "SSL",
                                SECURITY + "trusted-certificates",
                                file("ca.crt", "the authorities"),
                                SECURITY + "certificate",
                                file("client.crt", "the chain"),
                                SECURITY + "key",
                                file("client.key", "the key")))
                        .with(Map.of());
        assertEquals("SSL", client.get("security.protocol"));
        assertEquals("PEM", client.get("ssl.truststore.type"));
        assertEquals("the authorities", client.get("ssl.truststore.certificates"));
        assertEquals("the chain", client.get("ssl.keystore.certificate.chain"));
        assertEquals("the key", client.get("ssl.keystore.key"));
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        String sasl = SECURITY + "protocol";
        assertTrue(refusal(Map.of(sasl, "SASL_SSL")).contains(SECURITY + "username"));
        assertTrue(
                refusal(Map.of(sasl, "SASL_SSL", SECURITY + "username", "mail"))
                        .contains(SECURITY + "password-file"));
        String password = file("password", "x");
        assertTrue(
                refusal(
                                Map.of(
                                        sasl,
                                        "SASL_SSL",
                                        SECURITY + "username",
                                        "mail",
                                        SECURITY + "password-file",
                                        password,
                                        SECURITY + "mechanism",
                                        "DIGEST-MD5"))
                        .contains(SECURITY + "mechanism"));
        assertTrue(
                refusal(Map.of(sasl, "SSL", SECURITY + "key", password))
                        .contains(SECURITY + "certificate"));
        assertTrue(
                refusal(Map.of(sasl, "SSL", SECURITY + "trusted-certificates", "/no/such/file"))
                        .contains("/no/such/file"));
    }
}
