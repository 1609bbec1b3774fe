package posthorn.e2e.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import posthorn.e2e.dns.DnsServer;
import posthorn.e2e.dns.Zones;
import posthorn.e2e.sink.SinkOptions;
import posthorn.e2e.sink.SinkServer;
import posthorn.e2e.system.Admin;
import posthorn.e2e.system.MailSystem;
import posthorn.e2e.system.MailSystem.Use;
import posthorn.e2e.system.ProcessSystem;
import posthorn.e2e.system.StandaloneSystem;
import posthorn.runtime.net.TestAuthority;
import posthorn.runtime.net.TestTls;
import posthorn.standalone.FreePorts;

/**
 * A running system with its name server and the other hosts that it relays to. The other hosts have
 * addresses of loopback from 127.0.0.2 on, and all the same port.
 */
public final class Site {

    /** Whoever connects from here says by PROXY headers for whom it speaks; at POP3 it may. */
    public static final String BALANCER = "127.0.1.1";

    /** Whoever connects from here to port 25 may say so by XCLIENT. */
    public static final String PROXY = "127.0.1.2";

    /** The ways to run it; each starts with the first test that wants it. */
    public enum Kind {
        /** All services in one process. */
        STANDALONE,
        /** Two pods of each service. */
        PROCESSES;

        /** The one of this kind. */
        public Site site() {
            return switch (this) {
                case STANDALONE -> standalone();
                case PROCESSES -> processes();
            };
        }
    }

    private final Path directory;
    private final DnsServer dns;
    private final int relayPort = FreePorts.next();
    private final int policyPort = FreePorts.next();
    private final TestAuthority authority = new TestAuthority();
    private final IssuerHost issuer = IssuerHost.start();
    private final LdapHost ldap = LdapHost.start();
    private final SpanReceiver spans = SpanReceiver.start();
    private final AtomicInteger domains = new AtomicInteger();
    private final AtomicInteger hosts = new AtomicInteger(1);
    private final MailSystem system;

    private Site(String kind, BiFunction<Path, List<String>, MailSystem> start) {
        try {
            Path target = Files.createDirectories(Path.of("target", "sites"));
            directory = Files.createTempDirectory(target, kind + "-");
            dns = DnsServer.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        system = start.apply(directory, settings());
        Runtime.getRuntime().addShutdownHook(new Thread(system::close, "stop " + kind));
    }

    private List<String> settings() {
        return Stream.concat(
                        Stream.of(
                                "-Dposthorn.dns.servers=" + dns.address(),
                                "-Dposthorn.relay.port=" + relayPort,
                                "-Dposthorn.relay.tls.trusted-certificates="
                                        + authority.writeTo(directory).toAbsolutePath(),
                                "-Dposthorn.relay.tls.mta-sts.port=" + policyPort,
                                "-Dposthorn.tracing.endpoint=" + spans.endpoint(),
                                "-Dposthorn.tracing.ratio=1",
                                "-Dposthorn.tracing.send-every=200ms",
                                "-Dposthorn.oauth.issuer=" + issuer.issuer(),
                                "-Dposthorn.oauth.audience=" + IssuerHost.AUDIENCE,
                                "-Dposthorn.sign-in.client-authorities="
                                        + authority.writeTo(directory).toAbsolutePath(),
                                "-Dposthorn.relay.allowed-private-networks=127.0.0.0/8",
                                "-Dposthorn.smtp-ingress.proxy.mx.mode=required",
                                "-Dposthorn.smtp-ingress.proxy.mx.trusted-networks=" + BALANCER,
                                "-Dposthorn.smtp-ingress.xclient.mx=" + PROXY,
                                "-Dposthorn.imap-pop-frontend.proxy.imaps.mode=required",
                                "-Dposthorn.imap-pop-frontend.proxy.imaps.trusted-networks="
                                        + BALANCER,
                                "-Dposthorn.imap-pop-frontend.proxy.pop3.mode=optional",
                                "-Dposthorn.imap-pop-frontend.proxy.pop3.trusted-networks="
                                        + BALANCER),
                        ldap.settings().stream())
                .toList();
    }

    /** What {@code ./posthorn up} starts; the same for every caller, gone with this process. */
    public static Site standalone() {
        return OneProcess.SITE;
    }

    /** Two pods of each service; the same for every caller, gone with this process. */
    public static Site processes() {
        return ManyProcesses.SITE;
    }

    private static final class OneProcess {
        private static final Site SITE = new Site("standalone", StandaloneSystem::start);
    }

    private static final class ManyProcesses {
        static {
            System.out.println("store of the processes: " + ProcessSystem.storeName());
        }

        private static final Site SITE = new Site("processes", ProcessSystem::start);
    }

    /** The system itself. */
    public MailSystem system() {
        return system;
    }

    /** What it says of the messages in it. */
    public SpanReceiver spans() {
        return spans;
    }

    /** Its operator. */
    public Admin admin() {
        return new Admin(system);
    }

    /** Port of a use in a pod. */
    public int port(Use use, int pod) {
        return system.port(use, pod);
    }

    /**
     * Port of a use: mail is sent to the first pod and read from the last one, so that what one pod
     * does has to show at another.
     */
    public int port(Use use) {
        return switch (use) {
            case SMTP, SUBMISSION, SUBMISSIONS, SUBMISSION_ALT -> system.port(use);
            case MAILBOX_HTTP, QUEUE_HTTP -> system.port(use);
            case MAILBOX_MANAGEMENT, QUEUE_MANAGEMENT, INGRESS_MANAGEMENT, FRONTEND_MANAGEMENT ->
                    system.port(use);
            case IMAP, IMAPS, POP3, POP3S -> system.port(use, system.pods() - 1);
        };
    }

    /** The issuer whose tokens open accounts. */
    public IssuerHost issuer() {
        return issuer;
    }

    /** The authority whose certificates of people open accounts. */
    public TestAuthority authority() {
        return authority;
    }

    /** What the name server says. */
    public Zones zones() {
        return dns.zones();
    }

    /** The name server's own list of what it was asked. */
    public DnsServer dns() {
        return dns;
    }

    /** The LDAP server that has the accounts of {@link LdapHost#DOMAIN}. */
    public LdapHost ldap() {
        return ldap;
    }

    /** A domain that nobody else uses, whose mail is taken. */
    public String newDomain() {
        String name = "d" + domains.incrementAndGet() + ".test";
        admin().domain(name);
        return name;
    }

    /** Makes an account. */
    public MailUser newPerson(String localPart, String domain) {
        String address = localPart + "@" + domain;
        String password = "pass word of " + localPart;
        String id = admin().account(address, password);
        return new MailUser(this, address, password, id);
    }

    /** An account in a domain of its own. */
    public MailUser newPerson(String localPart) {
        return newPerson(localPart, newDomain());
    }

    /** Starts another host, and has DNS name it as the mail exchanger of a domain of its own. */
    public RemoteHost newHost(SinkOptions options) {
        int number = hosts.incrementAndGet();
        String address = "127.0.0." + number;
        String domain = "other" + number + ".test";
        zones().mx(domain, 10, "mx." + domain).address("mx." + domain, address);
        try {
            Path folder = directory.resolve("sink-" + number);
            return new RemoteHost(
                    domain,
                    address,
                    relayPort,
                    SinkServer.start(options, folder, address, relayPort));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same host again, at the same address, with a certificate that is believed. */
    public RemoteHost believed(RemoteHost host, SinkOptions options) {
        try {
            return new RemoteHost(
                    host.domain(),
                    host.address(),
                    host.port(),
                    SinkServer.start(
                            options,
                            directory.resolve("believed-" + host.domain()),
                            host.address(),
                            host.port(),
                            TestTls.server(authority.issue(host.name()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says in DNS that a domain has a policy (RFC 8461), and serves it until it is closed. */
    public PolicyHost newPolicy(String domain, String policy) {
        String name = "mta-sts." + domain;
        zones().txt("_mta-sts." + domain, "v=STSv1; id=1;").address(name, "127.0.0.1");
        return PolicyHost.start(policyPort, TestTls.server(authority.issue(name)), policy);
    }

    /** A domain whose only host does not answer: nobody listens there. */
    public String newDeadDomain() {
        int number = hosts.incrementAndGet();
        String domain = "dead" + number + ".test";
        zones().mx(domain, 10, "mx." + domain).address("mx." + domain, "127.0.0." + number);
        return domain;
    }
}
