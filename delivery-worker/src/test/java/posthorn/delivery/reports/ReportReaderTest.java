package posthorn.delivery.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import posthorn.delivery.reports.ReceivedReport.Row;

/** Reports of others, as they come and as somebody with ill will makes them. */
class ReportReaderTest {

    private static final String TLS =
            """
            {"organization-name":"Company-X","date-range":{"start-datetime":"2016-04-01T00:00:00Z",
            "end-datetime":"2016-04-01T23:59:59Z"},"contact-info":"sts-reporting@company-x.example",
            "report-id":"5065427c-23d3-47ca-b6e0-946ea0e8c4be","policies":[{"policy":{"policy-type":
            "sts","policy-string":["version: STSv1","mode: testing"],"policy-domain":
            "Company-Y.example","mx-host":["*.mail.company-y.example"]},"summary":{
            "total-successful-session-count":5326,"total-failure-session-count":303},
            "failure-details":[{"result-type":"certificate-expired","sending-mta-ip":
            "2001:db8:abcd:0012::1","receiving-mx-hostname":"mx1.mail.company-y.example",
            "failed-session-count":100},{"result-type":"starttls-not-supported",
            "receiving-ip":"203.0.113.56","receiving-mx-hostname":"mx2.mail.company-y.example",
            "failed-session-count":203,"failure-reason-code":"none"}]}]}
            """;

    private static final String DMARC =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <feedback%s><report_metadata><org_name>other.test</org_name>
            <email>d@other.test</email><report_id>r-1</report_id>
            <date_range><begin>100</begin><end>200</end></date_range></report_metadata>
            <policy_published><domain>far.test</domain><p>none</p></policy_published>
            <record><row><source_ip>192.0.2.1</source_ip><count>3</count><policy_evaluated>
            <disposition>none</disposition><dkim>pass</dkim><spf>fail</spf></policy_evaluated></row>
            <identifiers><header_from>far.test</header_from></identifiers><auth_results>
            <dkim><domain>far.test</domain><selector>a</selector><result>pass</result></dkim>
            <dkim><domain>list.test</domain><selector>b</selector><result>fail</result></dkim>
            <spf><domain>list.test</domain><result>pass</result></spf></auth_results></record>
            <record><row><source_ip>192.0.2.2</source_ip><count>1</count><policy_evaluated>
            <disposition>reject</disposition><dkim>fail</dkim><spf>fail</spf></policy_evaluated>
            </row><identifiers><header_from>far.test</header_from></identifiers></record>
            </feedback>
            """;

    private final ReportReader reader = new ReportReader(100_000, 10);

    @Test
    void reportOnTlsIsRead() throws IOException {
        ReceivedReport report = read("application/tlsrpt+gzip", gzip(TLS)).orElseThrow();
        assertEquals("company-y.example", report.domain());
        assertEquals("Company-X", report.organization());
        assertEquals(5326, report.passed());
        assertEquals(303, report.failed());
        assertEquals(1_459_468_800, report.begin());
        assertEquals(List.of(5326L, 203L, 100L), report.rows().stream().map(Row::count).toList());
        assertEquals(
                "sts: starttls-not-supported at mx2.mail.company-y.example none",
                report.rows().get(1).words());
        assertEquals(report, read("application/tlsrpt+json", bytes(TLS)).orElseThrow());
    }

    @Test
    void reportOnMailIsReadInEveryWrapping() throws IOException {
        String old = DMARC.formatted("");
        String current = DMARC.formatted(" xmlns=\"urn:ietf:params:xml:ns:dmarc-2.0\"");
        ReceivedReport report = read("application/gzip", gzip(old)).orElseThrow();
        assertEquals("far.test", report.domain());
        assertEquals(3, report.passed());
        assertEquals(1, report.failed());
        assertEquals(
                "from far.test: none, dkim=pass (far.test, list.test pass, fail), spf=fail"
                        + " (list.test pass)",
                report.rows().getFirst().words());
        assertEquals("192.0.2.2", report.rows().get(1).source());
        assertEquals(report, read("application/zip", zip(old)).orElseThrow());
        assertEquals(report, read("text/xml", bytes(current)).orElseThrow());
        assertEquals(report, read("application/octet-stream", gzip(current)).orElseThrow());
    }

    @Test
    void whatUnpacksToTooMuchIsNotRead() throws IOException {
        String bomb = TLS.replace("\"none\"", "\"" + " ".repeat(10_000_000) + "\"");
        assertEquals(Optional.empty(), read("application/tlsrpt+gzip", gzip(bomb)));
        assertEquals(Optional.empty(), read("application/zip", zip(bomb)));
        assertEquals(Optional.empty(), read("application/tlsrpt+json", bytes(bomb)));
    }

    @Test
    void nothingIsFetchedOrMultipliedByXml() throws IOException {
        String outside =
                DMARC.formatted("")
                        .replace(
                                "<feedback>",
                                "<!DOCTYPE f [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><feedback>")
                        .replace("<p>none</p>", "<p>&x;</p>");
        String laughs =
                DMARC.formatted("")
                        .replace(
                                "<feedback>",
                                "<!DOCTYPE f [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b"
                                        + " \"&a;&a;&a;&a;\">]><feedback>")
                        .replace("<p>none</p>", "<p>&b;&b;</p>");
        String deep = DMARC.formatted("").replace("<p>none</p>", "<p>".repeat(5000));
        for (String text : List.of(outside, laughs, deep)) {
            assertEquals(Optional.empty(), read("text/xml", bytes(text)));
        }
    }

    @Test
    void brokenThingsAreNoReports() throws IOException {
        byte[] cut = Arrays.copyOf(gzip(TLS), 100);
        for (byte[] octets :
                List.of(
                        cut,
                        bytes(""),
                        bytes("{"),
                        bytes("{}"),
                        bytes("<feedback/>"),
                        bytes("<feedback>"),
                        bytes("[".repeat(50_000)),
                        bytes("{\"a\":".repeat(10_000)),
                        bytes("PK\u0003\u0004nothing"),
                        bytes("hello"))) {
            assertEquals(Optional.empty(), read("application/gzip", octets));
        }
    }

    @Test
    void mostFrequentRowsAreKeptAndAllAreCounted() throws IOException {
        StringBuilder records = new StringBuilder();
        for (int i = 1; i <= 200; i++) {
            records.append("<record><row><source_ip>192.0.2.1</source_ip><count>")
                    .append(i)
                    .append("</count></row></record>");
        }
        String text = DMARC.formatted("").replace("</feedback>", records + "</feedback>");
        ReceivedReport report = read("text/xml", bytes(text)).orElseThrow();
        assertEquals(1 + 200 * 201 / 2, report.failed());
        assertEquals(10, report.rows().size());
        assertEquals(200, report.rows().getFirst().count());
        assertEquals(191, report.rows().getLast().count());
    }

    @Test
    void whatAStrangerWroteSteersNothing() throws IOException {
        String text = TLS.replace("Company-X", "\\u001b[31mred\\r\\n" + "x".repeat(1000));
        String organization = read("text/json", bytes(text)).orElseThrow().organization();
        assertEquals(-1, organization.indexOf('\u001b'));
        assertEquals(-1, organization.indexOf('\n'));
        assertEquals(true, organization.length() <= 300);
    }

    private Optional<ReceivedReport> read(String type, byte[] content) {
        String message =
                "From: <d@other.test>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed;"
                        + " boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nA report.\r\n"
                        + "--b\r\nContent-Type: "
                        + type
                        + "\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                        + Base64.getMimeEncoder().encodeToString(content)
                        + "\r\n--b--\r\n";
        return reader.read(bytes(message), 1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes(text));
        }
        return out.toByteArray();
    }

    private static byte[] zip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("report.xml"));
            zip.write(bytes(text));
        }
        return out.toByteArray();
    }
}
