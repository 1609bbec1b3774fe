package posthorn.runtime.api;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import posthorn.runtime.settings.BadSetting;

/**
 * The channels to the pods of {@code mailbox-api}. Calls for one account go to one pod as long as
 * it lives. Safe for all threads; no call here waits, except the first, which looks up the names.
 */
@Singleton
public final class MailboxApi {

    private static final Logger LOG = Logger.getLogger(MailboxApi.class);
    private static final int LARGEST_ANSWER = 16 * 1024 * 1024;
    private static final long KEEP_ALIVE_SECONDS = 20;

    private final MailboxApiSettings settings;
    private final ServiceToken token;
    private final Thread lookup;
    private volatile Map<String, Pod> pods = Map.of();

    private record Pod(ManagedChannel managed, Channel channel) {
        boolean down() {
            return managed.getState(true) == ConnectivityState.TRANSIENT_FAILURE;
        }
    }

    @Inject
    MailboxApi(MailboxApiSettings settings, ServiceToken token) {
        this.settings = settings;
        this.token = token;
        BadSetting.unlessWithin(
                "posthorn.mailbox-api.lookup-interval (ms)",
                settings.lookupInterval().toMillis(),
                1000,
                3_600_000);
        refresh();
        this.lookup = Thread.ofVirtual().name("mailbox-api-lookup").start(this::refreshForever);
    }

    /**
     * The channel for calls about {@code account}: its own pod, or the next one it prefers while
     * that one cannot be reached.
     */
    public Channel forAccount(String account) {
        Map<String, Pod> known = pods;
        if (known.size() == 1) {
            return known.values().iterator().next().channel();
        }
        List<String> order = PodRing.preference(account, known.keySet());
        return order.stream()
                .map(known::get)
                .filter(pod -> pod != null && !pod.down())
                .findFirst()
                .or(() -> order.stream().findFirst().map(known::get))
                .map(Pod::channel)
                .orElseThrow(() ->
                        new IllegalStateException(
                                "posthorn.mailbox-api.addresses: no address is known"));
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
                refresh();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
                pod.managed().shutdown();
            }
        });
    }

    private Pod open(InetSocketAddress address) {
        ManagedChannel managed =
                NettyChannelBuilder.forAddress(address)
                        .usePlaintext()
                        .maxInboundMessageSize(LARGEST_ANSWER)
                        .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                        .keepAliveTimeout(5, TimeUnit.SECONDS)
                        .build();
        return new Pod(managed, ClientInterceptors.intercept(managed, token));
    }

    private static List<InetSocketAddress> resolve(String address) {
        int colon = address.lastIndexOf(':');
        String key = "posthorn.mailbox-api.addresses";
        if (colon < 1 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new BadSetting(key, "'" + address + "' is not host:port");
        }
        int port = Integer.parseInt(address.substring(colon + 1));
        try {
            return List.of(InetAddress.getAllByName(address.substring(0, colon))).stream()
                    .map(ip -> new InetSocketAddress(ip, port))
                    .toList();
        } catch (UnknownHostException e) {
            LOG.warnf("%s: %s is not known", key, address);
            return List.of();
        }
    }

    @PreDestroy
    void close() {
        lookup.interrupt();
        pods.values().forEach(pod -> pod.managed().shutdownNow());
    }
}
