package posthorn.delivery.reports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import posthorn.delivery.TestDns;
import posthorn.protocol.dns.DnsAnswer;
import posthorn.protocol.tlsrpt.AppliedPolicy;
import posthorn.protocol.tlsrpt.TlsProblem;
import posthorn.protocol.tlsrpt.TlsResultType;
import posthorn.protocol.tlsrpt.TlsSession;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.Authentication;
import posthorn.protocol.wire.DeliveryEvent;
import posthorn.protocol.wire.DkimVerdict;
import posthorn.protocol.wire.DmarcVerdict;
import posthorn.protocol.wire.SpfVerdict;

/** Reports of a day, from what happened to the message that leaves, by golden files. */
class ReportSenderTest {

    private Instant now = Instant.parse("2026-06-01T12:00:00Z");
    private final MemoryReportCounts counts = new MemoryReportCounts();
    private final ResultCounter counter = new ResultCounter(counts, () -> now, 100, () -> {});
    private final TlsResults tls = new TlsResults(counter);
    private final DmarcResults dmarc = new DmarcResults(counter);
    private final TestDns dns = new TestDns();
    private final List<AcceptedMail> produced = new ArrayList<>();
    private final List<String> posted = new ArrayList<>();
    private boolean httpsAnswers = true;

    private int send() {
        return new ReportSender(
                        counts,
                        dns,
                        produced::add,
                        (uri, type, body) -> {
                            posted.add(uri + " " + type);
                            return httpsAnswers;
                        },
                        new ReportSender.Options(
                                List.of(ReportKind.TLS, ReportKind.DMARC),
                                "mx.here.test",
                                "postmaster@mx.here.test",
                                "mx.here.test",
                                Duration.ofHours(1),
                                100,
                                100),
                        () -> now)
                .send(() -> false);
    }

    private void nextDay() {
        counter.flush();
        now = Instant.parse("2026-06-02T01:00:00Z");
    }

    @Test
    void reportOnTlsIsTheGoldenOne() throws IOException {
        AppliedPolicy sts =
                new AppliedPolicy(
                        AppliedPolicy.Type.STS,
                        "far.test",
                        List.of("version: STSv1", "mode: testing", "mx: *.far.test", "max_age: 60"),
                        List.of("*.far.test"));
        came(sts, Optional.empty());
        came(sts, Optional.empty());
        came(sts, problem(TlsResultType.CERTIFICATE_EXPIRED));
        came(sts, problem(TlsResultType.STARTTLS_NOT_SUPPORTED));
        came(sts, problem(TlsResultType.STARTTLS_NOT_SUPPORTED));
        came(AppliedPolicy.none("far.test"), Optional.empty());
        came(AppliedPolicy.none("unasked.test"), Optional.empty());
        dns.txt("_smtp._tls.far.test", "v=TLSRPTv1; rua=mailto:tls@far.test");
        nextDay();
        assertEquals(2, send());
        AcceptedMail mail = produced.getFirst();
        assertEquals(1, produced.size());
        assertEquals("tls@far.test", mail.getRecipients(0).getAddress());
        assertEquals("", mail.getReversePath());
        assertEquals("internal", mail.getArrival().getListener());
        assertTrue(mail.getTlsNotRequired());
        assertGolden("tls", mail);
        assertEquals(0, send());
    }

    @Test
    void reportOnMailIsTheGoldenOne() throws IOException {
        seen("192.0.2.1", "pass", "none", true);
        seen("192.0.2.1", "pass", "none", true);
        seen("2001:db8::1", "fail", "reject", false);
        dns.txt("_dmarc.far.test", "v=DMARC1; p=reject; sp=none; adkim=s; rua=mailto:d@far.test");
        nextDay();
        send();
        assertEquals(1, produced.size());
        assertEquals("d@far.test", produced.getFirst().getRecipients(0).getAddress());
        assertGolden("dmarc", produced.getFirst());
    }

    @Test
    void anotherDomainGetsReportsOnlyWhenItAgrees() {
        seen("192.0.2.1", "pass", "none", true);
        dns.txt(
                "_dmarc.far.test",
                "v=DMARC1; p=none; rua=mailto:a@agrees.test,mailto:b@silent.test,mailto:c@in.far.test");
        dns.txt("far.test._report._dmarc.agrees.test", "v=DMARC1");
        nextDay();
        send();
        assertEquals(
                List.of("a@agrees.test", "c@in.far.test"),
                produced.stream().map(mail -> mail.getRecipients(0).getAddress()).toList());
    }

    @Test
    void dayThatIsNotOverIsNotReported() {
        came(AppliedPolicy.none("far.test"), Optional.empty());
        counter.flush();
        dns.txt("_smtp._tls.far.test", "v=TLSRPTv1; rua=mailto:tls@far.test");
        now = Instant.parse("2026-06-02T00:59:59Z");
        assertEquals(0, send());
        now = Instant.parse("2026-06-02T01:00:00Z");
        assertEquals(1, send());
    }

    @Test
    void reportThatCouldNotGoComesAgainAndIsTheSame() {
        came(AppliedPolicy.none("far.test"), Optional.empty());
        dns.txt("_smtp._tls.far.test", "v=TLSRPTv1; rua=mailto:t@far.test,https://far.test/tls");
        httpsAnswers = false;
        nextDay();
        send();
        send();
        assertEquals(List.of("https://far.test/tls application/tlsrpt+gzip"), posted);
        now = now.plus(Duration.ofMinutes(20));
        httpsAnswers = true;
        send();
        send();
        assertEquals(2, posted.size());
        assertEquals(2, produced.size());
        assertEquals(produced.get(0).getId(), produced.get(1).getId());
        assertArrayEquals(
                produced.get(0).getInline().toByteArray(),
                produced.get(1).getInline().toByteArray());
    }

    @Test
    void domainThatDnsDoesNotAnswerForWaits() {
        came(AppliedPolicy.none("far.test"), Optional.empty());
        dns.txt("_smtp._tls.far.test", new DnsAnswer.Unavailable<>("no answer"));
        nextDay();
        send();
        assertEquals(List.of(), produced);
        dns.txt("_smtp._tls.far.test", "v=TLSRPTv1; rua=mailto:t@far.test");
        now = now.plus(Duration.ofMinutes(20));
        send();
        assertEquals(1, produced.size());
    }

    @Test
    void whatWeSendWeCanRead() {
        seen("2001:db8::1", "fail", "reject", false);
        came(AppliedPolicy.none("far.test"), problem(TlsResultType.STARTTLS_NOT_SUPPORTED));
        dns.txt("_dmarc.far.test", "v=DMARC1; p=reject; rua=mailto:d@far.test");
        dns.txt("_smtp._tls.far.test", "v=TLSRPTv1; rua=mailto:t@far.test");
        nextDay();
        send();
        ReportReader reader = new ReportReader(1 << 20, 100);
        for (AcceptedMail mail : produced) {
            ReceivedReport report = reader.read(mail.getInline().toByteArray(), 1).orElseThrow();
            assertEquals("far.test", report.domain());
            assertEquals("mx.here.test", report.organization());
            assertEquals(0, report.passed());
            assertEquals(1, report.failed());
            assertEquals(Instant.parse("2026-06-01T00:00:00Z").getEpochSecond(), report.begin());
        }
        assertEquals(2, produced.size());
    }

    private void came(AppliedPolicy policy, Optional<TlsProblem> problem) {
        tls.came(new TlsSession(policy, "mx.far.test", "192.0.2.25", problem));
    }

    private static Optional<TlsProblem> problem(TlsResultType type) {
        return Optional.of(new TlsProblem(type, "so it was"));
    }

    private void seen(String address, String result, String disposition, boolean aligned) {
        dmarc.seen(
                DeliveryEvent.newBuilder()
                        .setHost(address)
                        .setReversePath("bounce@news.far.test")
                        .setDisposition(disposition)
                        .setAuthentication(
                                Authentication.newBuilder()
                                        .setMailFrom(
                                                SpfVerdict.newBuilder()
                                                        .setDomain("news.far.test")
                                                        .setResult(result))
                                        .addDkim(
                                                DkimVerdict.newBuilder()
                                                        .setDomain("far.test")
                                                        .setSelector("s1")
                                                        .setResult(result))
                                        .addDmarc(
                                                DmarcVerdict.newBuilder()
                                                        .setResult(result)
                                                        .setAuthor("far.test")
                                                        .setPolicyDomain("far.test")
                                                        .setPolicy("reject")
                                                        .setPublished("reject")
                                                        .setDkimAligned(aligned)))
                        .build());
    }

    /** The message without what is packed, and what is packed. */
    private static void assertGolden(String name, AcceptedMail mail) throws IOException {
        String message = mail.getInline().toStringUtf8();
        String head = message.substring(0, message.indexOf("H4sI")).replace("\r\n", "\n");
        String report =
                new String(Unpacked.of(mail.getInline().toByteArray()), StandardCharsets.UTF_8);
        assertEquals(golden(name + ".eml"), head);
        assertEquals(golden(name + ".report"), report.replace("><", ">\n<") + "\n");
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = ReportSenderTest.class.getResourceAsStream("/reports/" + name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
