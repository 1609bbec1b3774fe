package posthorn.runtime.api;

import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.ssl.SslContext;
import io.netty.util.NetUtil;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import posthorn.runtime.grpc.CallTimes;
import posthorn.runtime.grpc.TracedCalls;
import posthorn.runtime.health.Dependencies;
import posthorn.runtime.settings.BadSetting;

/**
 * The channels to the pods of {@code mailbox-api}. Calls for one account go to one pod as long as
 * it lives. Safe for all threads; no call here waits. Names are looked up in the background: until
 * one is known, calls are answered UNAVAILABLE.
 *
 * <p>Each pod has two connections: one for short calls and one for streams of octets. All calls of
 * a connection share its flow-control window (RFC 9113 §5.2), so that a body which somebody does
 * not read on holds up whatever goes the same way.
 */
@Singleton
public final class MailboxApi {

    private static final Logger LOG = Logger.getLogger(MailboxApi.class);
    private static final int LARGEST_ANSWER = 16 * 1024 * 1024;
    private static final long KEEP_ALIVE_SECONDS = 20;
    private static final String ADDRESSES = "posthorn.mailbox-api.addresses";
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    /** Name of it among the things that a service depends on. */
    private static final String NAME = "mailbox-api";

    private static final NoPod NOBODY = new NoPod(ADDRESSES + ": no address is known yet");
    private static final long CONNECTS_WITHIN_SECONDS = 10;

    private final MailboxApiSettings settings;
    private final ServiceToken token;
    private final Optional<SslContext> tls;
    private final ClientInterceptor times;
    private final Thread lookup;
    private volatile Map<String, Pod> pods = Map.of();

    /** One connection, and the channel that shows the token on it. */
    private record Connection(ManagedChannel managed, Channel channel) {}

    private record Pod(Connection calls, Connection streams) {
        boolean down() {
            return calls.managed().getState(true) == ConnectivityState.TRANSIENT_FAILURE;
        }

        /** Whether it is connected, or will be before that time of {@link System#nanoTime}. */
        boolean isReached(long end) throws InterruptedException {
            ManagedChannel channel = calls.managed();
            ConnectivityState state = channel.getState(true);
            while (state == ConnectivityState.IDLE || state == ConnectivityState.CONNECTING) {
                CountDownLatch changed = new CountDownLatch(1);
                channel.notifyWhenStateChanged(state, changed::countDown);
                if (!changed.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return false;
                }
                state = channel.getState(true);
            }
            return state == ConnectivityState.READY;
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
    MailboxApi(
            MailboxApiSettings settings,
            ServiceToken token,
            Dependencies dependencies,
            MeterRegistry meters) {
        this.settings = settings;
        this.token = token;
        this.times = CallTimes.client(meters);
        check(settings);
        this.tls = GrpcTls.ofCaller(settings.tls());
        if (settings.addresses().stream().allMatch(MailboxApi::isLiteral)) {
            refresh();
        }
        dependencies.watch(NAME, this::reach);
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
        GrpcTls.check(tls);
    }

    /**
     * The channel for calls about {@code account}: its own pod, or the next one it prefers while
     * that one cannot be reached.
     */
    public Channel forAccount(String account) {
        return pod(account).map(pod -> pod.calls().channel()).orElse(NOBODY);
    }

    /** Empty: no address is known yet. */
    private Optional<Pod> pod(String subject) {
        Map<String, Pod> known = pods;
        if (known.size() == 1) {
            return Optional.of(known.values().iterator().next());
        }
        List<String> order = PodRing.preference(subject, known.keySet());
        return order.stream()
                .map(known::get)
                .filter(pod -> pod != null && !pod.down())
                .findFirst()
                .or(() -> order.stream().findFirst().map(known::get));
    }

    /** Throws unless a pod can be reached; waits for one that is being connected to. */
    private void reach() throws Exception {
        Map<String, Pod> known = pods;
        if (known.isEmpty()) {
            throw new IllegalStateException("no address of " + settings.addresses() + " is known");
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CONNECTS_WITHIN_SECONDS);
        for (Pod pod : known.values()) {
            if (pod.isReached(end)) {
                return;
            }
        }
        throw new IllegalStateException("no pod of " + known.keySet() + " can be reached");
    }

    /**
     * The channel for streams of octets, in either direction, about an account or about nothing in
     * particular: to the pod that {@link #forAccount} and {@link #any} name, over a connection of
     * its own.
     */
    public Channel streams(String subject) {
        return pod(subject).map(pod -> pod.streams().channel()).orElse(NOBODY);
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
            if (pods.isEmpty()) {
                refreshOrWarn();
            }
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
        tls.ifPresentOrElse(context -> encrypt(builder, address, context), builder::usePlaintext);
        ManagedChannel managed = builder.build();
        return new Connection(
                managed, ClientInterceptors.intercept(managed, token, times, new TracedCalls()));
    }

    /** A pod is reached by its address, and its certificate has the name that was looked up. */
    private static void encrypt(
            NettyChannelBuilder builder, InetSocketAddress address, SslContext context) {
        builder.sslContext(context)
                .overrideAuthority(address.getHostString() + ":" + address.getPort());
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

    /** Whether the host is an address, or this machine: nobody has to be asked. */
    private static boolean isLiteral(String address) {
        String host = address.substring(0, colon(address));
        return host.equals("localhost")
                || NetUtil.isValidIpV4Address(host)
                || NetUtil.isValidIpV6Address(host.replaceAll("[\\[\\]]", ""));
    }

    private static List<InetSocketAddress> resolve(String address) {
        int colon = colon(address);
        int port = Integer.parseInt(address.substring(colon + 1));
        try {
            return List.of(InetAddress.getAllByName(address.substring(0, colon))).stream()
                    .map(ip -> new InetSocketAddress(ip, port))
                    .toList();
        } catch (UnknownHostException e) {
            // Whoever looks after what this service depends on tells of it, at a bounded rate.
            LOG.debugf("%s: %s is not known", ADDRESSES, address);
            return List.of();
        }
    }

    @PreDestroy
    void close() {
        lookup.interrupt();
        pods.values().forEach(Pod::shutdownNow);
    }
}
