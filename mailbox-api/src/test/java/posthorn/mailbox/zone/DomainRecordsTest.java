package posthorn.mailbox.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.clientsettings.MailServer.Protocol;
import posthorn.mailbox.clientsettings.Offered;
import posthorn.mailbox.dkim.DomainKey;
import posthorn.mailbox.dkim.KeyFactory;
import posthorn.mailbox.mtasts.OwnPolicies;
import posthorn.mailbox.sealing.MasterKey;
import posthorn.protocol.dkim.KeyRecord;
import posthorn.protocol.mtasts.StsPolicy;
import posthorn.protocol.smtp.DomainName;

/** What a domain is told to publish, services among it (RFC 6186). */
class DomainRecordsTest {
    private static final ServiceRecords SERVICES =
            new ServiceRecords(
                    Offered.all().only(Set.of(Protocol.IMAP, Protocol.SMTP)),
                    "Pages.example.test",
                    443);

    private static List<String> lines(String domain, String host, List<String> issuers) {
        return new DomainRecords(
                        new DomainRecords.Policy(3600, "v=spf1 mx ~all", "quarantine", issuers),
                        transport(Optional.of(StsPolicy.Mode.TESTING)),
                        SERVICES,
                        host)
                .of(domain, List.of()).stream().map(ZoneRecord::line).toList();
    }

    private static TransportRecords transport(Optional<StsPolicy.Mode> mode) {
        return new TransportRecords(
                new OwnPolicies(mode, Map.of(), Duration.ofDays(7), List.of("mail.example.test")),
                "Mail.example.test",
                Optional.of("postmaster"),
                List.of("3 1 1 ab12"));
    }

    @Test
    void everythingThatIsThereIsPublishedAndNothingElse() {
        assertEquals(
                List.of(
                        "example.test. 3600 IN MX 10 mail.example.test.",
                        "example.test. 3600 IN TXT \"v=spf1 mx ~all\"",
                        "mail.example.test. 3600 IN TXT \"v=spf1 a -all\"",
                        "_dmarc.example.test. 3600 IN TXT \"v=DMARC1; p=quarantine;"
                                + " rua=mailto:postmaster@example.test\"",
                        "_mta-sts.example.test. 3600 IN TXT \"v=STSv1;"
                                + " id=42cd25c14e55a3a9fa02428d;\"",
                        "mta-sts.example.test. 3600 IN CNAME mail.example.test.",
                        "_smtp._tls.example.test. 3600 IN TXT \"v=TLSRPTv1;"
                                + " rua=mailto:postmaster@example.test\"",
                        "_25._tcp.mail.example.test. 3600 IN TLSA 3 1 1 ab12",
                        "_submissions._tcp.example.test. 3600 IN SRV 0 1 465 mail.example.test.",
                        "_submission._tcp.example.test. 3600 IN SRV 10 1 587 mail.example.test.",
                        "_imaps._tcp.example.test. 3600 IN SRV 0 1 993 mail.example.test.",
                        "_imap._tcp.example.test. 3600 IN SRV 10 1 143 mail.example.test.",
                        "_pop3s._tcp.example.test. 3600 IN SRV 0 0 0 .",
                        "_pop3._tcp.example.test. 3600 IN SRV 0 0 0 .",
                        "autoconfig.example.test. 3600 IN CNAME pages.example.test.",
                        "_autodiscover._tcp.example.test. 3600 IN SRV 0 1 443 pages.example.test.",
                        "example.test. 3600 IN CAA 0 issue \"ca.example\""),
                lines("example.test", "mail.example.test", List.of("ca.example")));
    }

    @Test
    void aHostOfAnotherDomainIsNotSpokenFor() {
        List<String> lines = lines("example.test", "mx.provider.example", List.of());
        assertTrue(lines.contains("example.test. 3600 IN MX 10 mx.provider.example."));
        assertTrue(lines.stream().noneMatch(line -> line.contains("v=spf1 a")));
        assertTrue(lines.stream().noneMatch(line -> line.contains("CAA")));
        assertTrue(lines.stream().noneMatch(line -> line.contains("TLSA")));
    }

    @Test
    void keysAreCutIntoStringsThatReadAsOne() {
        KeyFactory factory =
                new KeyFactory(
                        MasterKey.of("a master key for tests", new SecureRandom()),
                        new SecureRandom());
        List<DomainKey> keys = factory.pair(new DomainName("example.test"), List.of(), 0, 0);
        List<ZoneRecord> records =
                new DomainRecords(
                                new DomainRecords.Policy(60, "v=spf1", "none", List.of()),
                                transport(Optional.empty()),
                                SERVICES,
                                "h.test")
                        .of("example.test", keys).stream()
                                .filter(record -> record.name().contains("_domainkey"))
                                .toList();
        assertEquals(2, records.size());
        for (int i = 0; i < 2; i++) {
            String line = records.get(i).line();
            assertTrue(line.startsWith(keys.get(i).name().dnsName() + ". 60 IN TXT \""), line);
            String joined =
                    line.substring(line.indexOf('"')).replace("\" \"", "").replace("\"", "");
            assertEquals(keys.get(i).record(), joined);
            assertTrue(KeyRecord.parse(joined) instanceof KeyRecord.Active);
            for (String string : line.split("\"")) {
                assertTrue(string.length() <= 255, string);
            }
        }
    }

    @Test
    void whatAZoneFileWouldMisreadIsEscaped() {
        ZoneRecord record =
                new ZoneRecord("a.test", ZoneRecord.Type.TXT, 1, "a\"b\\c\u00e4", "a test");
        assertEquals("a.test. 1 IN TXT \"a\\\"b\\\\c\\195\\164\"", record.line());
    }
}
