package posthorn.protocol.spf;

import java.net.InetAddress;
import java.time.Instant;

/**
 * What is checked (RFC 7208 §4.1).
 *
 * @param client address of the host that sends
 * @param domain whose record counts: that of the reverse-path, or the name in HELO
 * @param localPart of the sender; empty stands for {@code postmaster} (§4.3)
 * @param helo the name in HELO or EHLO, for the macro {@code h}
 * @param receiver our name, for the macro {@code r} in explanations
 * @param now for the macro {@code t} in explanations
 */
public record SpfRequest(
        InetAddress client,
        String domain,
        String localPart,
        String helo,
        String receiver,
        Instant now) {
    private static final String POSTMASTER = "postmaster";

    public SpfRequest {
        localPart = localPart.isEmpty() ? POSTMASTER : localPart;
    }

    /** The identity "HELO" (§2.3). */
    public SpfRequest ofHelo() {
        return new SpfRequest(client, helo, POSTMASTER, helo, receiver, now);
    }
}
