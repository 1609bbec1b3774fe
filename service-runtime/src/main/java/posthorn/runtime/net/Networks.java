package posthorn.runtime.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import posthorn.runtime.settings.BadSetting;

/**
 * A set of IP networks, as in {@code 10.1.0.0/16}; an address alone is a network of one. Immutable.
 */
public final class Networks {

    private record Network(byte[] address, int bits) {

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** No network at all. */
    public static final Networks NONE = new Networks(List.of());

    private final List<Network> networks;

    private Networks(List<Network> networks) {
        this.networks = networks;
    }

    /**
     * The networks.
     *
     * @param key of the setting they come from, for the complaint
     * @throws BadSetting when one of them is none
     */
    public static Networks parse(String key, List<String> texts) {
        return new Networks(texts.stream().map(text -> network(key, text.strip())).toList());
    }

    private static Network network(String key, String text) {
        int slash = text.indexOf('/');
        byte[] address = address(slash < 0 ? text : text.substring(0, slash));
        int most = address.length * 8;
        int bits = most;
        try {
            bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
        } catch (NumberFormatException noNumber) {
            bits = -1;
        }
        if (address.length == 0 || bits < 0 || bits > most) {
            throw new BadSetting(
                    key, "is '" + text + "', has to be a network as in 10.1.0.0/16 or ::1/128");
        }
        return new Network(address, bits);
    }

    /** Octets of an IP address; none when it is none. Never asks a name server. */
    private static byte[] address(String text) {
        boolean literal =
                text.indexOf(':') >= 0
                        || text.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        try {
            return literal && !text.isEmpty()
                    ? InetAddress.getByName(text).getAddress()
                    : new byte[0];
        } catch (UnknownHostException none) {
            return new byte[0];
        }
    }

    /**
     * Networks whose peers are believed what they say of others; that is never everybody.
     *
     * @param key of the setting they come from, for the complaint
     * @throws BadSetting when one of them is none, or all addresses
     */
    public static Networks trusted(String key, List<String> texts) {
        Networks trusted = parse(key, texts);
        if (trusted.networks.stream().anyMatch(network -> network.bits() == 0)) {
            throw new BadSetting(key, "trusts everybody, has to name the networks of the proxies");
        }
        return trusted;
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return networks.isEmpty();
    }

    /** Whether an IP address is in one of them. */
    public boolean contains(String address) {
        byte[] octets = address(address);
        return networks.stream().anyMatch(network -> network.contains(octets));
    }
}
