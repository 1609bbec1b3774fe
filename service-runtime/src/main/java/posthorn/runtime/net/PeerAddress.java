package posthorn.runtime.net;

import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** IP addresses as text. */
final class PeerAddress {
    private PeerAddress() {}

    /** The address without port and zone, as the JDK writes it; empty when there is none. */
    static String of(@Nullable SocketAddress address) {
        String text = address == null ? null : address.hostAddress();
        if (text == null) {
            return "";
        }
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
