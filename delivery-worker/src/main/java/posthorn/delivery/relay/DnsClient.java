package posthorn.delivery.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Cache;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;
import posthorn.runtime.settings.BadSetting;

/** Questions to DNS: cached, CNAMEs followed, UDP first and TCP where an answer is cut. */
final class DnsClient {

    private static final int CACHED = 20_000;
    private static final int DNS_PORT = 53;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The name does not exist. */
    static final class NameNotFound extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** No answer that can be used: a server failed, or none answered. */
    static final class Unavailable extends Exception {
        private static final long serialVersionUID = 1L;

        Unavailable(String reason) {
            super(reason);
        }
    }

    /** One MX record; the host is empty for a null MX (RFC 7505). */
    record Mx(int preference, String host) {}

    private final LookupSession session;

    /**
     * Asks {@code servers} in order.
     *
     * @param servers {@code host:port}; empty: those of the system
     */
    DnsClient(List<String> servers) {
        Cache cache = new Cache();
        cache.setMaxEntries(CACHED);
        ResolverConfig.refresh();
        this.session =
                LookupSession.builder().resolver(resolver(servers)).cache(cache).ndots(0).build();
    }

    /** MX records of a domain; empty: it exists without one. */
    List<Mx> mx(String domain) throws NameNotFound, Unavailable {
        return ask(domain, Type.MX).stream()
                .map(MXRecord.class::cast)
                .map(mx -> new Mx(mx.getPriority(), text(mx.getTarget())))
                .toList();
    }

    /** Addresses of a host, IPv4 before IPv6; empty: it has none. */
    List<InetAddress> addresses(String host) throws NameNotFound, Unavailable {
        List<InetAddress> found = new ArrayList<>();
        for (Record a : ask(host, Type.A)) {
            found.add(((ARecord) a).getAddress());
        }
        Optional<Unavailable> away = Optional.empty();
        try {
            for (Record aaaa : ask(host, Type.AAAA)) {
                found.add(((AAAARecord) aaaa).getAddress());
            }
        } catch (Unavailable e) {
            away = Optional.of(e);
        }
        if (found.isEmpty() && away.isPresent()) {
            throw away.get();
        }
        return found;
    }

    private List<Record> ask(String name, int type) throws NameNotFound, Unavailable {
        try {
            Name absolute = Name.fromString(name, Name.root);
            return session.lookupAsync(absolute, type).toCompletableFuture().get().getRecords();
        } catch (TextParseException e) {
            throw new NameNotFound();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NoSuchDomainException) {
                throw new NameNotFound();
            }
            if (e.getCause() instanceof NoSuchRRSetException) {
                return List.of();
            }
            throw new Unavailable(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted");
        }
    }

    private static String text(Name name) {
        return name.equals(Name.root) ? "" : name.toString(true);
    }

    private static Resolver resolver(List<String> servers) {
        List<Resolver> resolvers = new ArrayList<>();
        for (String server : servers) {
            resolvers.add(new SimpleResolver(address(server)));
        }
        ExtendedResolver all =
                resolvers.isEmpty() ? new ExtendedResolver() : new ExtendedResolver(resolvers);
        all.setTimeout(PATIENCE);
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
            throw new BadSetting("posthorn.dns.servers", "'" + server + "' is not host:port");
        }
    }
}
