package posthorn.mailbox.rest.access;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.HttpSettings.ForwardedBy;
import posthorn.runtime.net.Networks;

/**
 * Finds out whose request it is. Proxies of trusted networks are believed, the nearest first, and
 * the first one that is none of them is the client; whatever else stands in their fields was said
 * by strangers.
 */
public final class Callers {

    private static final int MOST_HOPS = 20;

    private final Networks trusted;
    private final ForwardedBy fields;

    /** Believes the proxies of these networks what they say in these fields. */
    public Callers(Networks trusted, ForwardedBy fields) {
        this.trusted = trusted;
        this.fields = fields;
    }

    /** One proxy's word: for whom, by what, for which host; empty: it says nothing of that. */
    record Hop(String address, String scheme, String host) {}

    /** Whose request it is. */
    public Caller of(HttpServerRequest request) {
        SocketAddress peer = request.remoteAddress();
        HostAndPort authority = request.authority();
        return caller(
                peer == null || peer.hostAddress() == null ? "" : peer.hostAddress(),
                request.isSSL(),
                authority == null ? "" : authority.toString(),
                hops(request),
                Optional.ofNullable(request.getHeader("User-Agent")).orElse(""));
    }

    private List<Hop> hops(HttpServerRequest request) {
        return switch (fields) {
            case X_FORWARDED ->
                    ForwardedFields.ofX(
                            request.headers().getAll("X-Forwarded-For"),
                            request.getHeader("X-Forwarded-Proto"),
                            request.getHeader("X-Forwarded-Host"));
            case FORWARDED -> ForwardedFields.of(request.headers().getAll("Forwarded"));
        };
    }

    Caller caller(String peer, boolean tls, String host, List<Hop> hops, String program) {
        String address = peer;
        boolean byTls = tls;
        String asked = host;
        List<Hop> nearest = new ArrayList<>(hops.reversed());
        for (Hop hop : nearest.subList(0, Math.min(nearest.size(), MOST_HOPS))) {
            if (!trusted.contains(address) || !isAddress(hop.address())) {
                break;
            }
            address = hop.address();
            byTls = hop.scheme().isEmpty() ? byTls : hop.scheme().equalsIgnoreCase("https");
            asked = hop.host().isEmpty() ? asked : hop.host();
        }
        boolean stayed = address.equals(peer) && isLoopback(peer);
        return new Caller(address, byTls || stayed, byTls, authority(asked), program);
    }

    /** In lower case, without the usual ports, without what follows it in a URI. */
    static String authority(String text) {
        int end = text.indexOf('/');
        String plain = (end < 0 ? text : text.substring(0, end)).toLowerCase(Locale.ROOT);
        for (String usual : List.of(":443", ":80")) {
            if (plain.endsWith(usual)) {
                return plain.substring(0, plain.length() - usual.length());
            }
        }
        return plain;
    }

    private static boolean isAddress(String text) {
        return address(text) != null;
    }

    private static boolean isLoopback(String text) {
        InetAddress address = address(text);
        return address != null && address.isLoopbackAddress();
    }

    private static @Nullable InetAddress address(String text) {
        try {
            boolean literal =
                    text.indexOf(':') >= 0
                            || (!text.isEmpty()
                                    && text.chars()
                                            .allMatch(c -> c == '.' || (c >= '0' && c <= '9')));
            return literal ? InetAddress.getByName(text) : null;
        } catch (UnknownHostException none) {
            return null;
        }
    }
}
