package posthorn.protocol.dane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import posthorn.protocol.dns.TlsaRecord;

/** The cases of {@code dane/rfc7672.txt}, all of them (RFC 6698, RFC 7671, RFC 7672). */
class DaneCasesTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final int CASES = 58;

    @Test
    void everyCaseHasItsResult() throws IOException, CertificateException {
        Map<String, X509Certificate> certificates = new HashMap<>();
        List<String> wrong = new ArrayList<>();
        int cases = 0;
        for (String line : lines()) {
            String[] field = line.split("\t", -1);
            if (field[0].equals("cert")) {
                certificates.put(field[1], certificate(Base64.getDecoder().decode(field[2])));
            } else {
                cases++;
                String result = result(field, certificates);
                if (!result.startsWith(field[6])) {
                    wrong.add(field[1] + ": " + result + " in place of " + field[6]);
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(CASES, cases);
        System.out.println("DANE cases (RFC 7671, RFC 7672): " + cases + ", all as expected");
    }

    private static String result(String[] field, Map<String, X509Certificate> certificates) {
        List<TlsaRecord> usable =
                TlsaMatch.usable(
                        Stream.of(field[3].split("\\|")).map(DaneCasesTest::record).toList());
        if (usable.isEmpty()) {
            return "unusable";
        }
        List<X509Certificate> chain =
                words(field[4])
                        .map(name -> Objects.requireNonNull(certificates.get(name)))
                        .toList();
        Optional<String> problem = DaneCheck.problem(usable, chain, words(field[5]).toList(), NOW);
        return problem.map(words ->
                        words.replace("the certificate is ", "").replace("the host showed ", ""))
                .orElse("match");
    }

    private static Stream<String> words(String text) {
        return text.isEmpty() ? Stream.of() : Stream.of(text.split(" "));
    }

    private static TlsaRecord record(String text) {
        String[] words = text.split(" ");
        return new TlsaRecord(
                Integer.parseInt(words[0]),
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                HexFormat.of().parseHex(words[3]));
    }

    private static X509Certificate certificate(byte[] octets) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(octets));
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = DaneCasesTest.class.getResourceAsStream("/dane/rfc7672.txt")) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
        }
    }
}
