package posthorn.protocol.dns;

import java.net.InetAddress;

/**
 * An IP network, as in {@code 10.1.0.0/16}.
 *
 * @param address of the network; bits behind the prefix do not count
 * @param prefix bits that count
 */
public record IpNetwork(InetAddress address, int prefix) {

    /**
     * The network in a text; without a prefix it is one address.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static IpNetwork parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        int bits = address.getAddress().length * 8;
        int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("a prefix of " + prefix + " bits");
        }
        return new IpNetwork(address, prefix);
    }

    /** Whether it holds {@code other}; an IPv4-mapped IPv6 address is the IPv4 address. */
    public boolean holds(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >>> (bit % 8);
            if (((mine[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
