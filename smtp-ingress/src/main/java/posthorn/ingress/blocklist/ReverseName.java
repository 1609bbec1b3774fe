package posthorn.ingress.blocklist;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Names under which lists are asked about addresses, and what may be answered (RFC 5782 §2). */
final class ReverseName {
    private static final int IPV4_OCTETS = 4;

    private ReverseName() {}

    /** {@code 1.2.0.192.zone}; of an IPv6 address the nibbles (RFC 5782 §2.4). */
    static String of(InetAddress address, String zone) {
        byte[] octets = address.getAddress();
        StringBuilder name = new StringBuilder();
        for (int i = octets.length - 1; i >= 0; i--) {
            int octet = octets[i] & 0xff;
            if (octets.length == IPV4_OCTETS) {
                name.append(octet).append('.');
            } else {
                name.append(Character.forDigit(octet & 0xf, 16)).append('.');
                name.append(Character.forDigit(octet >> 4, 16)).append('.');
            }
        }
        return name.append(zone).toString();
    }

    /** The name of an IPv4 address, as an IPv6 address where {@code like} is one. */
    static String likeIpv4(InetAddress ipv4, InetAddress like, String zone) {
        if (!(like instanceof Inet6Address)) {
            return of(ipv4, zone);
        }
        StringBuilder name = new StringBuilder();
        byte[] octets = ipv4.getAddress();
        for (int i = octets.length - 1; i >= 0; i--) {
            int octet = octets[i] & 0xff;
            name.append(Character.forDigit(octet & 0xf, 16)).append('.');
            name.append(Character.forDigit(octet >> 4, 16)).append('.');
        }
        return name.append("f.f.f.f.").append("0.".repeat(20)).append(zone).toString();
    }

    /**
     * Why an answer says nothing about an address; empty: it does. An answer is in 127.0.0.0/8;
     * those of 127.255.255.0/24 say that the list does not answer us.
     */
    static String error(InetAddress answer) {
        byte[] octets = answer.getAddress();
        if (octets.length != IPV4_OCTETS || octets[0] != 127) {
            return "it answers " + answer.getHostAddress() + ", which no list does";
        }
        boolean refused = (octets[1] & 0xff) == 255 && (octets[2] & 0xff) == 255;
        return refused
                ? "it refuses to answer us ("
                        + answer.getHostAddress()
                        + "): ask it through a name server of your own, or with a key"
                : "";
    }

    /** Whether an address may be on a list. */
    static boolean isPublic(InetAddress address) {
        byte[] octets = address.getAddress();
        boolean uniqueLocal = octets.length > IPV4_OCTETS && (octets[0] & 0xfe) == 0xfc;
        return !(address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || uniqueLocal);
    }
}
