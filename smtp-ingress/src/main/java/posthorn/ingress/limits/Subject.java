package posthorn.ingress.limits;

import java.net.InetAddress;
import java.net.UnknownHostException;
import posthorn.protocol.dns.IpText;

/** Whom an event is counted for. */
public sealed interface Subject {

    /**
     * A client: an IPv4 address, or the first 64 bits of one of IPv6.
     *
     * @param address one of its addresses, the same for all of them
     */
    record Client(String address) implements Subject {}

    /**
     * A network.
     *
     * @param prefix as in {@code 192.0.2.0/24}, bits behind the prefix zero
     */
    record Network(String prefix) implements Subject {}

    /**
     * An account of ours.
     *
     * @param id of the account
     */
    record Account(String id) implements Subject {}

    /** The client that has an address. */
    static Client client(String address) {
        InetAddress parsed = InetAddress.ofLiteral(address);
        return new Client(
                parsed.getAddress().length == 4 ? IpText.of(parsed) : IpText.of(cut(parsed, 64)));
    }

    /**
     * The network that an address is in.
     *
     * @param ipv4Bits that count of an IPv4 address
     * @param ipv6Bits that count of an IPv6 address
     */
    static Network network(String address, int ipv4Bits, int ipv6Bits) {
        InetAddress parsed = InetAddress.ofLiteral(address);
        int bits = parsed.getAddress().length == 4 ? ipv4Bits : ipv6Bits;
        return new Network(IpText.of(cut(parsed, bits)) + "/" + bits);
    }

    private static InetAddress cut(InetAddress address, int bits) {
        byte[] octets = address.getAddress();
        for (int bit = bits; bit < octets.length * 8; bit++) {
            octets[bit / 8] &= (byte) ~(0x80 >>> (bit % 8));
        }
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An address of " + octets.length + " octets", e);
        }
    }
}
