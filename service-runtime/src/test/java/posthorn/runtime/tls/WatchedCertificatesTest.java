package posthorn.runtime.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.runtime.net.TestAuthority;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.PosthornSettings;

final class WatchedCertificatesTest {
    private static final TestAuthority AUTHORITY = new TestAuthority();

    @TempDir Path directory;

    private record Settings(Optional<Path> certificates, int mostCertificates)
            implements PosthornSettings.Tls {
        @Override
        public Optional<Path> certificate() {
            return Optional.empty();
        }

        @Override
        public Optional<Path> key() {
            return Optional.empty();
        }

        @Override
        public Duration readEvery() {
            return Duration.ofMinutes(1);
        }

        @Override
        public int namedGauges() {
            return 10;
        }
    }

    private PosthornSettings.Tls settings() {
        return new Settings(Optional.of(directory), 4);
    }

    private void write(SelfSigned pair, Path certificate, Path key) throws IOException {
        Files.createDirectories(directory.resolve(certificate).toAbsolutePath().getParent());
        Files.writeString(directory.resolve(certificate), pair.certificate());
        Files.writeString(directory.resolve(key), pair.key());
    }

    private void write(String name, String certificate, String key) throws IOException {
        write(AUTHORITY.issue(name), Path.of(certificate), Path.of(key));
    }

    private static List<String> names(WatchedCertificates watched) {
        watched.look();
        return watched.others().stream().map(ServerCertificate::label).toList();
    }

    @Test
    void pairsSecretsAndCertbotsDirectoriesAreRead() throws IOException {
        write("a.example.org", "a.crt", "a.key");
        write("b.example.org", "b-tls/tls.crt", "b-tls/tls.key");
        write("c.example.org", "c.example.org/fullchain.pem", "c.example.org/privkey.pem");
        Files.writeString(directory.resolve("b-tls/ca.crt"), "whatever");
        Files.writeString(directory.resolve("c.example.org/cert.pem"), "whatever");
        Files.writeString(directory.resolve("README"), "certbot's");
        WatchedCertificates.check(settings());
        assertEquals(
                List.of("a.example.org", "b.example.org", "c.example.org"),
                names(new WatchedCertificates(settings())));
    }

    @Test
    void aSecretIsSwappedByItsLinkAsKubernetesDoes() throws IOException {
        write("old.example.org", "secret/..1/tls.crt", "secret/..1/tls.key");
        Path secret = directory.resolve("secret");
        Files.createSymbolicLink(secret.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(secret.resolve("tls.crt"), Path.of("..data/tls.crt"));
        Files.createSymbolicLink(secret.resolve("tls.key"), Path.of("..data/tls.key"));
        WatchedCertificates watched = new WatchedCertificates(settings());
        assertEquals(List.of("old.example.org"), names(watched));
        write("new.example.org", "secret/..2/tls.crt", "secret/..2/tls.key");
        Files.createSymbolicLink(secret.resolve("..next"), Path.of("..2"));
        Files.move(
                secret.resolve("..next"),
                secret.resolve("..data"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        assertEquals(List.of("new.example.org"), names(watched));
    }

    @Test
    void aPairThatIsHalfWrittenLeavesTheOneBefore() throws IOException {
        write("one.example.org", "a.crt", "a.key");
        WatchedCertificates watched = new WatchedCertificates(settings());
        assertEquals(List.of("one.example.org"), names(watched));
        SelfSigned next = AUTHORITY.issue("two.example.org");
        Files.writeString(directory.resolve("a.crt"), next.certificate());
        assertEquals(List.of("one.example.org"), names(watched));
        assertEquals(1, watched.broken());
        Files.delete(directory.resolve("a.key"));
        assertEquals(List.of("one.example.org"), names(watched));
        Files.writeString(directory.resolve("a.key"), next.key());
        assertEquals(List.of("two.example.org"), names(watched));
        assertEquals(0, watched.broken());
        Files.delete(directory.resolve("a.crt"));
        assertEquals(List.of(), names(watched));
    }

    @Test
    void whatIsBadStopsTheStartByTheNameOfTheSetting() throws IOException {
        write("a.example.org", "a.crt", "a.key");
        Files.writeString(directory.resolve("a.key"), AUTHORITY.issue("b.example.org").key());
        assertRefused("a.crt: the key is not that of the certificate");
        Files.writeString(directory.resolve("a.key"), "no key");
        assertRefused("there is no key in PEM form");
        Files.writeString(directory.resolve("a.crt"), "no certificate");
        assertRefused("the certificate is not in PEM form");
        Files.delete(directory.resolve("a.key"));
        assertRefused("a.key cannot be read");
        for (int i = 0; i < 5; i++) {
            write("a.example.org", i + ".crt", i + ".key");
        }
        assertRefused("more than the 4 certificates of posthorn.tls.most-certificates");
    }

    private void assertRefused(String words) {
        String message =
                String.valueOf(
                        assertThrows(BadSetting.class, () -> WatchedCertificates.check(settings()))
                                .getMessage());
        assertTrue(message.startsWith("posthorn.tls.certificates: "), message);
        assertTrue(message.contains(words), message);
    }
}
