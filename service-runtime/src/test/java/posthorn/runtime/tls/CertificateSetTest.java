package posthorn.runtime.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import posthorn.runtime.net.TestAuthority;
import posthorn.runtime.net.TestTls;

final class CertificateSetTest {
    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final ServerCertificate DEFAULT = issued("EC", "mx.example.org");
    private static final ServerCertificate EXACT = issued("EC", "imap.example.net");
    private static final ServerCertificate PATTERN = issued("EC", "*.example.net", "example.net");

    private static ServerCertificate issued(String keyType, String... names) {
        return TestTls.certificate(AUTHORITY.issue(keyType, names));
    }

    private static CertificateSet set(ServerCertificate... others) {
        return CertificateSet.of("mx.example.org", List.of(DEFAULT), List.of(others));
    }

    private static void assertShown(
            @Nullable ServerCertificate wanted, CertificateSet set, @Nullable String name) {
        assertEquals(Optional.ofNullable(wanted), set.choose(name, "EC", Instant.now()));
    }

    @Test
    void theVeryNameGoesBeforeAPattern() {
        CertificateSet set = set(PATTERN, EXACT);
        assertShown(EXACT, set, "imap.example.net");
        assertShown(EXACT, set, "IMAP.Example.Net.");
        assertShown(PATTERN, set, "smtp.example.net");
        assertShown(PATTERN, set, "example.net");
    }

    @Test
    void aPatternStandsForOneLabelOnly() {
        CertificateSet set = set(PATTERN);
        assertShown(DEFAULT, set, "a.b.example.net");
        assertShown(DEFAULT, set, ".example.net");
    }

    @Test
    void unknownNamesAndNoNameGetTheDefault() {
        CertificateSet set = set(EXACT);
        assertShown(DEFAULT, set, "elsewhere.example");
        assertShown(DEFAULT, set, "");
        assertShown(DEFAULT, set, null);
    }

    @Test
    void ofEachKindOfKeyThereMayBeOne() {
        ServerCertificate rsa = issued("RSA", "imap.example.net");
        CertificateSet set = set(EXACT, rsa);
        assertShown(EXACT, set, "imap.example.net");
        assertEquals(Optional.of(rsa), set.choose("imap.example.net", "RSA", Instant.now()));
        assertEquals(Optional.empty(), set.choose("mx.example.org", "RSA", Instant.now()));
    }

    @Test
    void whatHasExpiredOrSignsItselfIsShownOnlyWhenThereIsNothingBetter() {
        ServerCertificate expired = TestTls.certificate(AUTHORITY.issueExpired("imap.example.net"));
        ServerCertificate own =
                TestTls.certificate(SelfSigned.create("imap.example.net", Instant.now()));
        assertShown(EXACT, set(expired, own, EXACT), "imap.example.net");
        assertShown(own, set(expired, own), "imap.example.net");
        assertShown(expired, set(expired), "imap.example.net");
    }

    @Test
    void aBetterCertificateForTheNameOfTheServerIsTheDefault() {
        ServerCertificate own =
                TestTls.certificate(SelfSigned.create("mx.example.org", Instant.now()));
        CertificateSet set = CertificateSet.of("MX.example.org", List.of(own), List.of(DEFAULT));
        assertShown(DEFAULT, set, null);
        assertShown(DEFAULT, set, "elsewhere.example");
    }
}
