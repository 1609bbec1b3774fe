package posthorn.mailbox.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import posthorn.mailbox.dkim.DomainKey;

/**
 * The records of our domains: MX, SPF, DKIM, DMARC, {@link TransportRecords}, {@link
 * ServiceRecords}, CAA where it is wanted.
 */
public final class DomainRecords {

    private final Policy policy;
    private final TransportRecords transport;
    private final ServiceRecords services;
    private final String host;

    /**
     * What the records say.
     *
     * @param ttl seconds that caches may keep them
     * @param spf the SPF record (RFC 7208)
     * @param dmarc policy of DMARC: none, quarantine or reject
     * @param certificateIssuers who may issue certificates (RFC 8659); none: no such record
     */
    public record Policy(long ttl, String spf, String dmarc, List<String> certificateIssuers) {
        public Policy {
            certificateIssuers = List.copyOf(certificateIssuers);
        }
    }

    /**
     * Records for services at a host.
     *
     * @param host its name
     */
    public DomainRecords(
            Policy policy, TransportRecords transport, ServiceRecords services, String host) {
        this.policy = policy;
        this.transport = transport;
        this.services = services;
        this.host = host.toLowerCase(Locale.ROOT);
    }

    /**
     * The records of a domain.
     *
     * @param domain folded
     * @param keys those whose records have to be there
     */
    public List<ZoneRecord> of(String domain, List<DomainKey> keys) {
        List<ZoneRecord> records = new ArrayList<>();
        records.add(
                record(
                        domain,
                        ZoneRecord.Type.MX,
                        "10 " + host + ".",
                        "mail for the domain comes here"));
        records.addAll(authentication(domain, keys));
        records.addAll(transport.of(domain, host, policy.ttl()));
        records.addAll(services.of(domain, policy.ttl()));
        for (String issuer : policy.certificateIssuers()) {
            String data = "0 issue \"" + issuer + "\"";
            records.add(record(domain, ZoneRecord.Type.CAA, data, "who may issue certificates"));
        }
        return records;
    }

    private List<ZoneRecord> authentication(String domain, List<DomainKey> keys) {
        List<ZoneRecord> records = new ArrayList<>();
        records.add(text(domain, policy.spf(), "SPF: these hosts send for the domain"));
        if (host.endsWith("." + domain)) {
            records.add(text(host, "v=spf1 a -all", "SPF of notifications, which have no sender"));
        }
        for (DomainKey key : keys) {
            String why = "DKIM: key of signatures, " + key.algorithm().word();
            records.add(text(key.name().dnsName(), key.record(), why));
        }
        records.add(
                text(
                        "_dmarc." + domain,
                        "v=DMARC1; p="
                                + policy.dmarc()
                                + transport.reports(domain).map(uri -> "; rua=" + uri).orElse(""),
                        "DMARC: what to do with mail that is neither signed nor sent from here"));
        return records;
    }

    private ZoneRecord text(String name, String text, String why) {
        return record(name, ZoneRecord.Type.TXT, text, why);
    }

    private ZoneRecord record(String name, ZoneRecord.Type type, String data, String why) {
        return new ZoneRecord(name, type, policy.ttl(), data, why);
    }
}
