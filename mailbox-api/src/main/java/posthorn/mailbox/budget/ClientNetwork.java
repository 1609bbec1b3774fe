package posthorn.mailbox.budget;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/**
 * Whom an IP address stands for: one of IPv4 for itself, one of IPv6 for its first 64 bits, which
 * one customer has to himself (RFC 6177 §2).
 */
public final class ClientNetwork {

    private static final int PREFIX_OCTETS = 8;
    private static final int LONGEST = 64;

    private ClientNetwork() {}

    /**
     * The text that is the same for all addresses of one network.
     *
     * @param address as text; empty or no address: {@link OctetBudget#NOBODY}
     */
    public static String of(String address) {
        if (address.isEmpty() || address.length() > LONGEST) {
            return OctetBudget.NOBODY;
        }
        try {
            InetAddress parsed = InetAddress.ofLiteral(address);
            return parsed instanceof Inet6Address v6
                    ? HexFormat.of().formatHex(v6.getAddress(), 0, PREFIX_OCTETS) + "/64"
                    : parsed.getHostAddress();
        } catch (IllegalArgumentException noAddress) {
            return OctetBudget.NOBODY;
        }
    }
}
