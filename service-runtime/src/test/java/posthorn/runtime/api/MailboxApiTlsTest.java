package posthorn.runtime.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.protocol.wire.DirectoryGrpc;
import posthorn.protocol.wire.ResolveRequest;
import posthorn.runtime.health.Dependencies;
import posthorn.runtime.net.TestAuthority;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.PosthornSettings;
import posthorn.runtime.tls.SelfSigned;

/**
 * Callers of mailbox-api speak TLS with a server whose certificate they trust, and with no other.
 * The server knows no calls: who gets through is told UNIMPLEMENTED.
 */
class MailboxApiTlsTest {

    private final SelfSigned own = SelfSigned.create("localhost", Instant.now());

    @TempDir private Path folder = Path.of(".");
    private Server server = NettyServerBuilder.forPort(0).build();

    @BeforeEach
    void startServer() throws IOException {
        Files.writeString(folder.resolve("token"), "open sesame, and quickly\n");
        server =
                NettyServerBuilder.forPort(0)
                        .sslContext(
                                GrpcSslContexts.forServer(
                                                stream(own.certificate()), stream(own.key()))
                                        .build())
                        .build()
                        .start();
    }

    @AfterEach
    void stopServer() {
        server.shutdownNow();
    }

    @Test
    void aServerWhoseCertificateIsTrustedIsSpokenTo() throws IOException {
        assertEquals(Status.Code.UNIMPLEMENTED, answer(trusting(own), "127.0.0.1"));
    }

    @Test
    void aServerWithAnotherCertificateIsNot() throws IOException {
        SelfSigned other = SelfSigned.create("localhost", Instant.now());
        assertEquals(Status.Code.UNAVAILABLE, answer(trusting(other), "127.0.0.1"));
    }

    /** The server is reached under 127.0.0.2 as well, which its certificate does not name. */
    @Test
    void aCertificateOfAnotherNameIsNotEnough() throws IOException {
        assertEquals(Status.Code.UNAVAILABLE, answer(trusting(own), "127.0.0.2"));
    }

    @Test
    void whoSpeaksWithoutTlsIsNotHeard() {
        assertEquals(Status.Code.UNAVAILABLE, answer(Map.of(), "127.0.0.1"));
    }

    @Test
    void aFileThatHoldsNoCertificateStopsTheStart() throws IOException {
        Path file = Files.writeString(folder.resolve("trusted.crt"), "no certificate");
        Map<String, String> settings =
                Map.of("posthorn.mailbox-api.tls.trusted-certificates", file.toString());
        BadSetting refused = assertThrows(BadSetting.class, () -> answer(settings, "127.0.0.1"));
        assertTrue(
                String.valueOf(refused.getMessage())
                        .startsWith("posthorn.mailbox-api.tls.trusted-certificates"),
                refused::toString);
    }

    @Test
    void aCertificateWithoutItsKeyAndAFileThatIsMissingStopTheStart() throws IOException {
        String certificate =
                Files.writeString(folder.resolve("own.crt"), own.certificate()).toString();
        String missing = folder.resolve("missing").toString();
        for (Map<String, String> settings :
                List.of(
                        Map.of("posthorn.mailbox-api.tls.certificate", certificate),
                        Map.of("posthorn.mailbox-api.tls.key", certificate),
                        Map.of("posthorn.mailbox-api.tls.trusted-certificates", missing))) {
            BadSetting refused =
                    assertThrows(BadSetting.class, () -> answer(settings, "127.0.0.1"));
            assertTrue(
                    String.valueOf(refused.getMessage()).startsWith("posthorn.mailbox-api.tls."),
                    refused::toString);
        }
    }

    @Test
    void aServerThatWantsCertificatesOfCallersTakesThoseOfItsAuthority() throws Exception {
        TestAuthority authority = new TestAuthority();
        server.shutdownNow().awaitTermination();
        server = wantingCertificates(authority, authority.issue("localhost")).build().start();
        Map<String, String> trusting =
                Map.of(
                        "posthorn.mailbox-api.tls.trusted-certificates",
                        authority.writeTo(folder).toString());
        assertEquals(Status.Code.UNAVAILABLE, answer(trusting, "localhost"));
        Map<String, String> showing = new HashMap<>(trusting);
        showing.putAll(shown(authority.issue("caller")));
        assertEquals(Status.Code.UNIMPLEMENTED, answer(showing, "localhost"));
        Map<String, String> stranger = new HashMap<>(trusting);
        stranger.putAll(shown(new TestAuthority().issue("caller")));
        assertEquals(Status.Code.UNAVAILABLE, answer(stranger, "localhost"));
    }

    /** As mailbox-api does, by its own settings. */
    private NettyServerBuilder wantingCertificates(TestAuthority authority, SelfSigned shown)
            throws IOException {
        MailboxApiSettings.Tls tls =
                settings(
                                Map.of(
                                        "posthorn.mailbox-api.tls.certificate",
                                        file("server.crt", shown.certificate()),
                                        "posthorn.mailbox-api.tls.key",
                                        file("server.key", shown.key()),
                                        "posthorn.mailbox-api.tls.client-authorities",
                                        authority.writeTo(folder).toString()))
                        .getConfigMapping(MailboxApiSettings.class)
                        .tls();
        GrpcTls.check(tls);
        return NettyServerBuilder.forPort(0)
                .sslContext(
                        GrpcSslContexts.configure(
                                        SslContextBuilder.forServer(
                                                GrpcTls.identity(tls).orElseThrow()),
                                        SslProvider.JDK)
                                .trustManager(GrpcTls.callers(tls).orElseThrow())
                                .clientAuth(ClientAuth.REQUIRE)
                                .build());
    }

    private Map<String, String> shown(SelfSigned certificate) throws IOException {
        return Map.of(
                "posthorn.mailbox-api.tls.client-certificate",
                file("caller.crt", certificate.certificate()),
                "posthorn.mailbox-api.tls.client-key",
                file("caller.key", certificate.key()));
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private Map<String, String> trusting(SelfSigned certificate) throws IOException {
        Path file = Files.writeString(folder.resolve("trusted.crt"), certificate.certificate());
        return Map.of("posthorn.mailbox-api.tls.trusted-certificates", file.toString());
    }

    private static SmallRyeConfig settings(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(PosthornSettings.class)
                .withMapping(MailboxApiSettings.class)
                .withValidateUnknown(false)
                .withDefaultValues(values)
                .build();
    }

    private Status.Code answer(Map<String, String> tls, String host) {
        Map<String, String> all = new HashMap<>(tls);
        all.put("posthorn.mailbox-api.addresses", host + ":" + server.getPort());
        all.put("posthorn.service-token-file", folder.resolve("token").toString());
        SmallRyeConfig config = settings(all);
        MailboxApi api =
                new MailboxApi(
                        config.getConfigMapping(MailboxApiSettings.class),
                        new ServiceToken(config.getConfigMapping(PosthornSettings.class)),
                        new Dependencies(
                                Duration.ofHours(1), Duration.ofHours(1), System::nanoTime),
                        new SimpleMeterRegistry());
        try {
            return assertThrows(
                            StatusRuntimeException.class,
                            () ->
                                    DirectoryGrpc.newBlockingStub(api.any(""))
                                            .withDeadlineAfter(20, TimeUnit.SECONDS)
                                            .resolve(ResolveRequest.getDefaultInstance()))
                    .getStatus()
                    .getCode();
        } finally {
            api.close();
        }
    }

    private static InputStream stream(String pem) {
        return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    }
}
