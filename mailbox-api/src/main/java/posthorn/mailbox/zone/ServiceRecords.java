package posthorn.mailbox.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import posthorn.mailbox.clientsettings.MailServer;
import posthorn.mailbox.clientsettings.MailServer.Protocol;
import posthorn.mailbox.clientsettings.MailServer.Security;
import posthorn.mailbox.clientsettings.MailServers;

/**
 * Records by which mail programs find what they need: SRV of the services (RFC 6186, RFC 8314
 * §5.1), and where autoconfig and autodiscover are answered.
 */
public final class ServiceRecords {

    private final MailServers servers;
    private final String web;
    private final int webPort;

    /**
     * Records of these services.
     *
     * @param web host that answers autoconfig and autodiscover
     * @param webPort of HTTPS there
     */
    public ServiceRecords(MailServers servers, String web, int webPort) {
        this.servers = servers;
        this.web = web.toLowerCase(Locale.ROOT);
        this.webPort = webPort;
    }

    /** The records of a domain; TLS from the start is preferred. */
    List<ZoneRecord> of(String domain, long ttl) {
        List<ZoneRecord> records = new ArrayList<>();
        records.add(service(domain, "_submissions", Protocol.SMTP, Security.TLS, 0, ttl));
        records.add(service(domain, "_submission", Protocol.SMTP, Security.STARTTLS, 10, ttl));
        records.add(service(domain, "_imaps", Protocol.IMAP, Security.TLS, 0, ttl));
        records.add(service(domain, "_imap", Protocol.IMAP, Security.STARTTLS, 10, ttl));
        records.add(service(domain, "_pop3s", Protocol.POP3, Security.TLS, 20, ttl));
        records.add(service(domain, "_pop3", Protocol.POP3, Security.STARTTLS, 30, ttl));
        records.add(
                new ZoneRecord(
                        "autoconfig." + domain,
                        ZoneRecord.Type.CNAME,
                        ttl,
                        web + ".",
                        "autoconfig: mail programs ask this host for the settings of an account"));
        records.add(
                srv(
                        "_autodiscover._tcp." + domain,
                        "0 1 %d %s.".formatted(webPort, web),
                        ttl,
                        "autodiscover: Outlook asks this host for the settings of an account"));
        return records;
    }

    private ZoneRecord service(
            String domain,
            String service,
            Protocol protocol,
            Security security,
            int priority,
            long ttl) {
        String name = service + "._tcp." + domain;
        Optional<MailServer> server = servers.at(protocol, security);
        return server.isEmpty()
                ? srv(name, "0 0 0 .", ttl, "this service is not offered")
                : srv(
                        name,
                        "%d 1 %d %s.".formatted(priority, server.get().port(), server.get().host()),
                        ttl,
                        "mail programs find the service");
    }

    private static ZoneRecord srv(String name, String data, long ttl, String why) {
        return new ZoneRecord(name, ZoneRecord.Type.SRV, ttl, data, why);
    }
}
