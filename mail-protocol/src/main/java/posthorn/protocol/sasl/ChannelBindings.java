package posthorn.protocol.sasl;

import java.util.Map;
import java.util.Optional;

/**
 * What ties a sign-in to the TLS connection on which it comes (RFC 5056): whoever passes it on over
 * another connection has other octets.
 *
 * @param octets by type: {@code tls-exporter} (RFC 9266), {@code tls-server-end-point} (RFC 5929)
 */
public record ChannelBindings(Map<String, ScramOctets> octets) {

    /** Type of RFC 9266. */
    public static final String TLS_EXPORTER = "tls-exporter";

    /** Type of RFC 5929 §4. */
    public static final String TLS_SERVER_END_POINT = "tls-server-end-point";

    /** There are none. */
    public static final ChannelBindings NONE = new ChannelBindings(Map.of());

    /** Keeps the map from changing. */
    public ChannelBindings {
        octets = Map.copyOf(octets);
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return octets.isEmpty();
    }

    /** Those of a type; empty: there are none. */
    Optional<ScramOctets> of(String type) {
        return Optional.ofNullable(octets.get(type));
    }
}
