package posthorn.runtime.api;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;
import posthorn.runtime.settings.BadSetting;

/**
 * The channels to the pods of {@code mailbox-api}. Calls for one account go to one pod as long as
 * it lives. Safe for all threads; no call here waits, except the first, which looks up the names.
 *
 * <p>Each pod has two connections: one for short calls and one for streams of octets. All calls of
 * a connection share its flow-control window (RFC 9113 §5.2), so that a body which somebody does
 * not read on holds up whatever goes the same way.
 */
@Singleton
public final class MailboxApi {

    private static final Logger LOG = Logger.getLogger(MailboxApi.class);
    private static final String TLS = "posthorn.mailbox-api.tls.";
    private static final int LARGEST_ANSWER = 16 * 1024 * 1024;
    private static final long KEEP_ALIVE_SECONDS = 20;
    private static final String ADDRESSES = "posthorn.mailbox-api.addresses";
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    private final MailboxApiSettings settings;
    private final ServiceToken token;
    private final Thread lookup;
    private volatile Map<String, Pod> pods = Map.of();

    /** One connection, and the channel that shows the token on it. */
    private record Connection(ManagedChannel managed, Channel channel) {}

    private record Pod(Connection calls, Connection streams) {
        boolean down() {
            return calls.managed().getState(true) == ConnectivityState.TRANSIENT_FAILURE;
        }

        void shutdown() {
            calls.managed().shutdown();
            streams.managed().shutdown();
        }

        void shutdownNow() {
            calls.managed().shutdownNow();
            streams.managed().shutdownNow();
        }
    }

    @Inject
    MailboxApi(MailboxApiSettings settings, ServiceToken token) {
        this.settings = settings;
        this.token = token;
        check(settings);
        refresh();
        this.lookup = Thread.ofVirtual().name("mailbox-api-lookup").start(this::refreshForever);
    }

    /** Refuses what is out of bounds and what is not host:port; looks nothing up. */
    public static void check(MailboxApiSettings settings) {
        BadSetting.unlessWithin(
                "posthorn.mailbox-api.lookup-interval",
                settings.lookupInterval(),
                Duration.ofSeconds(1),
                Duration.ofHours(1));
        settings.addresses().forEach(MailboxApi::colon);
        check(settings.tls());
    }

    private static void check(MailboxApiSettings.Tls tls) {
        if (tls.certificate().isPresent() != tls.key().isPresent()) {
            throw new BadSetting(
                    TLS + "certificate",
                    "set " + TLS + "certificate and " + TLS + "key both, or neither");
        }
        tls.certificate().ifPresent(file -> readable("certificate", file));
        tls.key().ifPresent(file -> readable("key", file));
        tls.trustedCertificates().ifPresent(file -> readable("trusted-certificates", file));
    }

    private static void readable(String key, Path file) {
        if (!Files.isReadable(file)) {
            throw new BadSetting(TLS + key, "is " + file + ", which cannot be read");
        }
    }

    /**
     * The channel for calls about {@code account}: its own pod, or the next one it prefers while
     * that one cannot be reached.
     */
    public Channel forAccount(String account) {
        return pod(account).calls().channel();
    }

    private Pod pod(String subject) {
        Map<String, Pod> known = pods;
        if (known.size() == 1) {
            return known.values().iterator().next();
        }
        List<String> order = PodRing.preference(subject, known.keySet());
        return order.stream()
                .map(known::get)
                .filter(pod -> pod != null && !pod.down())
                .findFirst()
                .or(() -> order.stream().findFirst().map(known::get))
                .orElseThrow(() ->
                        new IllegalStateException(
                                "posthorn.mailbox-api.addresses: no address is known"));
    }

    /**
     * The channel for streams of octets, in either direction, about an account or about nothing in
     * particular: to the pod that {@link #forAccount} and {@link #any} name, over a connection of
     * its own.
     */
    public Channel streams(String subject) {
        return pod(subject).streams().channel();
    }

    /**
     * A channel for calls about no account in particular; equal {@code subject}s, such as a domain,
     * meet the same pod.
     */
    public Channel any(String subject) {
        return forAccount(subject);
    }

    private void refreshForever() {
        try {
            while (true) {
                Thread.sleep(settings.lookupInterval());
                refreshOrWarn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A lookup that fails in a way that nobody thought of is not the last one. */
    private void refreshOrWarn() {
        try {
            refresh();
        } catch (RuntimeException e) {
            LOG.warn("the pods of mailbox-api could not be looked up", e);
        }
    }

    private synchronized void refresh() {
        Map<String, Pod> next = new TreeMap<>();
        for (String address : settings.addresses()) {
            for (InetSocketAddress resolved : resolve(address)) {
                String name = resolved.getAddress().getHostAddress() + ":" + resolved.getPort();
                Pod known = pods.get(name);
                next.put(name, known == null ? open(resolved) : known);
            }
        }
        if (next.isEmpty()) {
            LOG.warnf("no address of %s is known yet", settings.addresses());
            return;
        }
        Map<String, Pod> before = pods;
        pods = next;
        before.forEach((name, pod) -> {
            if (!next.containsKey(name)) {
                pod.shutdown();
            }
        });
    }

    private Pod open(InetSocketAddress address) {
        return new Pod(connection(address), connection(address));
    }

    private Connection connection(InetSocketAddress address) {
        NettyChannelBuilder builder =
                NettyChannelBuilder.forAddress(address)
                        .maxInboundMessageSize(LARGEST_ANSWER)
                        .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                        .keepAliveTimeout(5, TimeUnit.SECONDS);
        settings.tls()
                .trustedCertificates()
                .ifPresentOrElse(
                        trusted -> encrypt(builder, address, trusted), builder::usePlaintext);
        ManagedChannel managed = builder.build();
        return new Connection(managed, ClientInterceptors.intercept(managed, token));
    }

    /** A pod is reached by its address, and its certificate has the name that was looked up. */
    private static void encrypt(
            NettyChannelBuilder builder, InetSocketAddress address, Path trusted) {
        try {
            builder.sslContext(GrpcSslContexts.forClient().trustManager(trusted.toFile()).build())
                    .overrideAuthority(address.getHostString() + ":" + address.getPort());
        } catch (SSLException | IllegalArgumentException e) {
            throw new BadSetting(
                    TLS + "trusted-certificates",
                    "is " + trusted + ", which holds no certificate in PEM form");
        }
    }

    /** Where the port of host:port begins. */
    private static int colon(String address) {
        int colon = address.lastIndexOf(':');
        if (colon < 1 || !PORT.matcher(address.substring(colon + 1)).matches()) {
            throw new BadSetting(
                    ADDRESSES, "is '" + address + "', has to be host:port, several with commas");
        }
        return colon;
    }

    private static List<InetSocketAddress> resolve(String address) {
        int colon = colon(address);
        int port = Integer.parseInt(address.substring(colon + 1));
        try {
            return List.of(InetAddress.getAllByName(address.substring(0, colon))).stream()
                    .map(ip -> new InetSocketAddress(ip, port))
                    .toList();
        } catch (UnknownHostException e) {
            LOG.warnf("%s: %s is not known", ADDRESSES, address);
            return List.of();
        }
    }

    @PreDestroy
    void close() {
        lookup.interrupt();
        pods.values().forEach(Pod::shutdownNow);
    }
}
