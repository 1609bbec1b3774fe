package posthorn.runtime.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.PosthornSettings;
import posthorn.runtime.tls.SelfSigned;

class KafkaConnectionTest {
    private static final String SECURITY = "posthorn.kafka.security.";

    @TempDir Path directory;

    private static KafkaConnection of(Map<String, String> settings) {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder()
                        .withMapping(PosthornSettings.class)
                        .withConverter(Duration.class, 200, new DurationConverter());
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
                        "metric.reporters",
                        ClientMetrics.class.getName(),
                        "security.protocol",
                        "PLAINTEXT"),
                client);
    }

    @Test
    void namesBeginAsTheSettingSays() {
        assertEquals("mail.accepted", of(Map.of()).named(Topics.ACCEPTED));
        String prefix = "posthorn.kafka.prefix";
        assertEquals("a-1.mail.accepted", of(Map.of(prefix, "a-1.")).named(Topics.ACCEPTED));
        for (String wrong : List.of("a b", "a/", "\u00fc", "a".repeat(101))) {
            assertTrue(refusal(Map.of(prefix, wrong)).contains(prefix), wrong);
        }
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
                "org.apache.kafka.common.security.plain.PlainLoginModule required;",
                client.get("sasl.jaas.config"));
        assertEquals("mail / a \"quoted\\word", signedIn(client));
        Files.writeString(directory.resolve("password"), "another one");
        assertEquals("mail / another one", signedIn(client), "a client made later reads it anew");
        assertTrue(client.values().stream().noneMatch(v -> v.toString().contains("quoted")));
    }

    @Test
    void signsInAsTheSecretOfStrimziSays() throws IOException {
        String jaas =
                file(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required"
                                + " username=\"my-user\" password=\"pa\\\"ss\";");
        Map<String, Object> client =
                of(Map.of(SECURITY + "protocol", "SASL_PLAINTEXT", SECURITY + "jaas-file", jaas))
                        .with(Map.of());
        assertEquals("SCRAM-SHA-512", client.get("sasl.mechanism"));
        assertEquals("my-user / pa\"ss", signedIn(client));
        String other = file("other", "no jaas at all");
        String told =
                refusal(
                        Map.of(
                                SECURITY + "protocol",
                                "SASL_PLAINTEXT",
                                SECURITY + "jaas-file",
                                other));
        assertTrue(told.contains(SECURITY + "jaas-file"), told);
        assertFalse(told.contains("no jaas at all"), "what stands in the file is not told");
    }

    /** What a broker would be told. */
    private static String signedIn(Map<String, Object> client) {
        try {
            FileCredentials credentials = new FileCredentials();
            credentials.configure(client, "PLAIN", List.of());
            NameCallback name = new NameCallback("name");
            PasswordCallback password = new PasswordCallback("password", false);
            credentials.handle(new Callback[] {name, password});
            return name.getName() + " / " + new String(password.getPassword());
        } catch (UnsupportedCallbackException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void encryptsAndShowsACertificate() throws IOException {
        SelfSigned own = SelfSigned.create("localhost", Instant.now());
        Map<String, Object> client =
                of(Map.of(
                                SECURITY + "protocol",
                                "SSL",
                                SECURITY + "trusted-certificates",
                                file("ca.crt", own.certificate()),
                                SECURITY + "certificate",
                                file("user.crt", own.certificate()),
                                SECURITY + "key",
                                file("user.key", own.key())))
                        .with(Map.of());
        assertEquals("SSL", client.get("security.protocol"));
        assertEquals(FileSslEngineFactory.class.getName(), client.get("ssl.engine.factory.class"));
        assertTrue(client.values().stream().noneMatch(v -> v.toString().contains("-----BEGIN")));
        String key = SelfSigned.create("localhost", Instant.now()).key();
        assertTrue(
                refusal(
                                Map.of(
                                        SECURITY + "protocol", "SSL",
                                        SECURITY + "certificate", file("a", "no certificate"),
                                        SECURITY + "key", file("b", key)))
                        .contains(SECURITY + "certificate"));
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
