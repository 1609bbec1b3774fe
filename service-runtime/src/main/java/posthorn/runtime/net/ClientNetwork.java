package posthorn.runtime.net;

/**
 * Whom limits count as one client: an IPv4 address, or an IPv6 network of 64 bits, since one host
 * has all of its addresses.
 */
public final class ClientNetwork {
    private ClientNetwork() {}

    /**
     * The client's network as text.
     *
     * @param address an IP address as the JDK writes it (no {@code ::}), without zone
     * @return the IPv4 address itself, or the first four groups of an IPv6 address
     */
    public static String of(String address) {
        int at = -1;
        for (int group = 0; group < 4; group++) {
            at = address.indexOf(':', at + 1);
            if (at < 0) {
                return address;
            }
        }
        return address.substring(0, at);
    }
}
