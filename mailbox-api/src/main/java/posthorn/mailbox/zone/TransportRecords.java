package posthorn.mailbox.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import posthorn.mailbox.mtasts.OwnPolicies;
import posthorn.protocol.mtasts.StsRecord;
import posthorn.protocol.tlsrpt.ReportRecord;

/**
 * Records about the way of mail to our domains: MTA-STS, reports on TLS, TLSA where it is wanted.
 */
public final class TransportRecords {

    private static final int SMTP = 25;

    private final OwnPolicies policies;
    private final String web;
    private final Optional<String> reports;
    private final List<String> tlsa;

    /**
     * What they say.
     *
     * @param web host that serves policies over HTTPS
     * @param reports local part of the address for reports, in each domain; empty: none are asked
     *     for
     * @param tlsa records of the mail host (RFC 6698), as in a zone file; none: no such record
     */
    public TransportRecords(
            OwnPolicies policies, String web, Optional<String> reports, List<String> tlsa) {
        this.policies = policies;
        this.web = web.toLowerCase(Locale.ROOT);
        this.reports = reports;
        this.tlsa = List.copyOf(tlsa);
    }

    /** Where reports on a domain go, a {@code mailto:} URI; empty: none are asked for. */
    Optional<String> reports(String domain) {
        return reports.map(local -> "mailto:" + local + "@" + domain);
    }

    /**
     * The records of a domain.
     *
     * @param host that takes its mail
     */
    List<ZoneRecord> of(String domain, String host, long ttl) {
        List<ZoneRecord> records = new ArrayList<>();
        policies.record(domain)
                .ifPresent(record -> {
                    records.add(
                            new ZoneRecord(
                                    StsRecord.name(domain),
                                    ZoneRecord.Type.TXT,
                                    ttl,
                                    record.encode(),
                                    "MTA-STS: there is a policy; the id follows it"));
                    records.add(
                            new ZoneRecord(
                                    "mta-sts." + domain,
                                    ZoneRecord.Type.CNAME,
                                    ttl,
                                    web + ".",
                                    "MTA-STS: this host serves the policy over HTTPS, under this name"));
                });
        reports(domain).ifPresent(uri -> records.add(reports(domain, uri, ttl)));
        if (host.endsWith("." + domain) || host.equals(domain)) {
            for (String data : tlsa) {
                records.add(
                        new ZoneRecord(
                                "_" + SMTP + "._tcp." + host,
                                ZoneRecord.Type.TLSA,
                                ttl,
                                data,
                                "DANE: the certificate of the host; the zone has to be signed"));
            }
        }
        return records;
    }

    private static ZoneRecord reports(String domain, String uri, long ttl) {
        return new ZoneRecord(
                ReportRecord.name(domain),
                ZoneRecord.Type.TXT,
                ttl,
                new ReportRecord(List.of(uri)).encode(),
                "TLS-RPT: where others report how TLS with us went");
    }
}
