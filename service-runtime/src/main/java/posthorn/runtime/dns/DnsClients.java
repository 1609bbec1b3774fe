package posthorn.runtime.dns;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import posthorn.runtime.metrics.CacheFigures;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.PosthornSettings;

/** The client of a process, made as the settings say. */
public final class DnsClients {
    private static final int DNS_PORT = 53;

    /** One server, one attempt. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private DnsClients() {}

    @Produces
    @Singleton
    static DnsClient of(PosthornSettings settings, MeterRegistry metrics) {
        PosthornSettings.Dns dns = settings.dns();
        check(dns);
        Semaphore room = new Semaphore(dns.questions());
        Gauge.builder(
                        "posthorn.dns.questions",
                        room,
                        free -> dns.questions() - free.availablePermits())
                .description("Questions to DNS that somebody waits for")
                .register(metrics);
        List<String> servers = dns.servers().orElse(List.of());
        AnswerCache cache = new AnswerCache(resolver(servers), dns.cacheOctets());
        CacheFigures.register(metrics, "dns", cache.figures());
        return client(servers, cache, dns.validated(), room);
    }

    /**
     * A client of its own cache, for whatever runs outside of a service.
     *
     * @param servers {@code host:port}, asked in this order; empty: those of the system
     * @param cacheOctets of answers that are remembered
     * @param limit how long one question may take
     */
    public static DnsClient client(List<String> servers, long cacheOctets, Duration limit) {
        return unbounded(servers, cacheOctets, false).within(limit);
    }

    /** The same, for servers that validate, and whose word for that is believed. */
    public static DnsClient validated(List<String> servers, long cacheOctets, Duration limit) {
        return unbounded(servers, cacheOctets, true).within(limit);
    }

    private static DnsClient unbounded(List<String> servers, long cacheOctets, boolean validated) {
        return client(
                servers,
                new AnswerCache(resolver(servers), cacheOctets),
                validated,
                new Semaphore(Integer.MAX_VALUE));
    }

    private static DnsClient client(
            List<String> servers, AnswerCache cache, boolean validated, Semaphore room) {
        return new DnsClient(cache, servers.isEmpty(), validated, TIMEOUT.multipliedBy(2), room);
    }

    /**
     * Refuses settings that cannot be used.
     *
     * @throws BadSetting with the key
     */
    public static void check(PosthornSettings.Dns settings) {
        settings.servers().orElse(List.of()).forEach(DnsClients::address);
        BadSetting.unlessWithin("posthorn.dns.cache-octets", settings.cacheOctets(), 0, 1L << 32);
        BadSetting.unlessWithin("posthorn.dns.questions", settings.questions(), 1, 1_000_000);
    }

    private static Resolver resolver(List<String> servers) {
        ResolverConfig.refresh();
        List<Resolver> resolvers = new ArrayList<>();
        for (String server : servers) {
            resolvers.add(new SimpleResolver(address(server)));
        }
        ExtendedResolver all =
                resolvers.isEmpty() ? new ExtendedResolver() : new ExtendedResolver(resolvers);
        all.setTimeout(TIMEOUT);
        all.setRetries(2);
        return all;
    }

    private static InetSocketAddress address(String server) {
        int colon = server.lastIndexOf(':');
        boolean port = (colon > 0 && server.indexOf(':') == colon) || server.contains("]:");
        String host = port ? server.substring(0, colon) : server;
        try {
            int number = port ? Integer.parseInt(server.substring(colon + 1)) : DNS_PORT;
            return new InetSocketAddress(
                    InetAddress.getByName(host.replace("[", "").replace("]", "")), number);
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw new BadSetting(
                    "posthorn.dns.servers",
                    "is '" + server + "', has to be an IP address, or one with its port");
        }
    }
}
