package posthorn.delivery.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
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
import org.xbill.DNS.lookup.InvalidZoneDataException;
import org.xbill.DNS.lookup.LookupFailedException;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;
import org.xbill.DNS.lookup.RedirectOverflowException;
import org.xbill.DNS.lookup.ServerFailedException;
import posthorn.runtime.settings.BadSetting;

/** Questions to DNS: cached, CNAMEs followed, UDP first and TCP where an answer is cut. */
final class DnsClient {

    private static final Logger LOG = Logger.getLogger(DnsClient.class);
    private static final int DNS_PORT = 53;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** The name does not exist. */
    static final class NameNotFound extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** No answer that can be used: a server failed, or none answered. */
    static final class Unavailable extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;

        Unavailable(String reason) {
            super(reason);
            this.reason = reason;
        }

        /** Why, in words for people. */
        String reason() {
            return reason;
        }
    }

    /** One MX record; the host is empty for a null MX (RFC 7505). */
    record Mx(int preference, String host) {}

    /**
     * Addresses of a host, IPv4 before IPv6.
     *
     * @param known those that DNS gave
     * @param missing why there may be more; empty: these are all
     */
    record Addresses(List<InetAddress> known, Optional<String> missing) {}

    private final LookupSession session;
    private final Duration limit;

    /**
     * Asks {@code servers} in order.
     *
     * @param servers {@code host:port}; empty: those of the system
     * @param cached record sets that are remembered at most
     * @param limit how long one question may take, with all servers and aliases
     */
    DnsClient(List<String> servers, int cached, Duration limit) {
        this.limit = limit;
        Cache cache = new Cache();
        cache.setMaxEntries(cached);
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

    /** Addresses of a host. Where one family cannot be asked, the other one is. */
    Addresses addresses(String host) throws NameNotFound {
        List<InetAddress> known = new ArrayList<>();
        Optional<String> missing = Optional.empty();
        for (int type : List.of(Type.A, Type.AAAA)) {
            try {
                ask(host, type).forEach(record -> known.add(address(record)));
            } catch (Unavailable e) {
                missing = Optional.of(e.reason());
            }
        }
        return new Addresses(known, missing);
    }

    private static InetAddress address(Record record) {
        return record instanceof ARecord a ? a.getAddress() : ((AAAARecord) record).getAddress();
    }

    private List<Record> ask(String name, int type) throws NameNotFound, Unavailable {
        try {
            Name absolute = Name.fromString(name, Name.root);
            return session.lookupAsync(absolute, type)
                    .toCompletableFuture()
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS)
                    .getRecords();
        } catch (TextParseException e) {
            throw new NameNotFound();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NoSuchDomainException) {
                throw new NameNotFound();
            }
            if (e.getCause() instanceof NoSuchRRSetException) {
                return List.of();
            }
            throw new Unavailable(inWords(name, e.getCause()));
        } catch (TimeoutException e) {
            throw new Unavailable("no name server answered in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("this worker stops");
        }
    }

    /** A sentence for people; the exception goes to the log. */
    private static String inWords(String name, @Nullable Throwable cause) {
        LOG.debugf(cause, "DNS for %s", name);
        return switch (cause) {
            case ServerFailedException _ -> "the name servers failed to answer (SERVFAIL)";
            case InvalidZoneDataException _, RedirectOverflowException _ ->
                    "the records of the domain are not valid";
            case LookupFailedException _ -> "the name servers refused to answer";
            case IOException _ -> "no name server answered in time";
            case null, default -> "no name server gave an answer that can be used";
        };
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
        all.setTimeout(TIMEOUT);
        all.setRetries(2);
        return all;
    }

    /** Refuses what names no server. */
    static void check(String server) {
        address(server);
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
