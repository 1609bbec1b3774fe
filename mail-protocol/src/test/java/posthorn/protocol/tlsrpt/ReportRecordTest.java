package posthorn.protocol.tlsrpt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where a domain wants its reports on TLS (RFC 8460 §3). */
class ReportRecordTest {

    @Test
    void destinationsAreRead() {
        assertDestinations(
                List.of("mailto:tls@example.com"), "v=TLSRPTv1;rua=mailto:tls@example.com");
        assertDestinations(
                List.of("mailto:tls@example.com", "https://example.com/v1"),
                "v=TLSRPTv1; rua=mailto:tls@example.com , https://example.com/v1; new=1");
    }

    @Test
    void whatIsNoRecordIsNone() {
        for (String text :
                List.of(
                        "v=TLSRPTv1",
                        "v=TLSRPTv1;",
                        "v=TLSRPTv1; rua=",
                        "v=TLSRPTv1; rua=ftp://example.com",
                        "v=TLSRPTv2; rua=mailto:a@example.com",
                        "v=TLSRPTv11; rua=mailto:a@example.com",
                        "rua=mailto:a@example.com; v=TLSRPTv1")) {
            assertEquals(Optional.empty(), ReportRecord.among(List.of(text)), text);
        }
    }

    @Test
    void severalRecordsAreNoneAndOtherTextsDoNotCount() {
        String record = "v=TLSRPTv1; rua=mailto:a@example.com";
        assertEquals(Optional.empty(), ReportRecord.among(List.of(record, record)));
        assertEquals(1, ReportRecord.among(List.of("hello", record)).stream().count());
        assertEquals(record, ReportRecord.among(List.of(record)).orElseThrow().encode());
    }

    @Test
    void wordsAreThoseOfReports() {
        assertEquals("certificate-host-mismatch", TlsResultType.CERTIFICATE_HOST_MISMATCH.word());
        assertEquals(
                Optional.of(TlsResultType.STS_WEBPKI_INVALID),
                TlsResultType.of("sts-webpki-invalid"));
        assertEquals(Optional.empty(), TlsResultType.of("whatever"));
        assertEquals("no-policy-found", AppliedPolicy.Type.NONE.word());
    }

    private static void assertDestinations(List<String> destinations, String text) {
        assertEquals(
                Optional.of(new ReportRecord(destinations)), ReportRecord.among(List.of(text)));
    }
}
