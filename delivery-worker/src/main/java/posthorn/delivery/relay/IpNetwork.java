package posthorn.delivery.relay;

import java.net.InetAddress;
import java.util.List;

/**
 * An IP network, as in {@code 10.1.0.0/16}.
 *
 * @param address of the network; bits behind the prefix do not count
 * @param prefix bits that count
 */
record IpNetwork(InetAddress address, int prefix) {

    /** Loopback, private, link-local and other networks that are not the Internet. */
    static final List<IpNetwork> NOT_PUBLIC =
            List.of(
                            "0.0.0.0/8",
                            "10.0.0.0/8",
                            "100.64.0.0/10",
                            "127.0.0.0/8",
                            "169.254.0.0/16",
                            "172.16.0.0/12",
                            "192.0.0.0/24",
                            "192.168.0.0/16",
                            "198.18.0.0/15",
                            "224.0.0.0/3",
                            "::/96",
                            "64:ff9b::/96",
                            "64:ff9b:1::/48",
                            "2002::/16",
                            "fc00::/7",
                            "fec0::/10",
                            "fe80::/10",
                            "ff00::/8")
                    .stream()
                    .map(IpNetwork::parse)
                    .toList();

    /**
     * The network in a text; without a prefix it is one address.
     *
     * @throws IllegalArgumentException when it is none
     */
    static IpNetwork parse(String text) {
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
    boolean holds(InetAddress other) {
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
