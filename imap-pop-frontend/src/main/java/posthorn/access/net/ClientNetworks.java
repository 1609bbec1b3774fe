package posthorn.access.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import posthorn.runtime.settings.BadSetting;

/** Networks of clients, as in {@code 10.1.0.0/16} or {@code ::1/128}. Immutable. */
public final class ClientNetworks {

    private record Network(byte[] address, int bits) {
        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            int whole = bits / 8;
            if (!Arrays.equals(address, 0, whole, other, 0, whole)) {
                return false;
            }
            int rest = bits % 8;
            return rest == 0 || ((address[whole] ^ other[whole]) & 0xff) >>> (8 - rest) == 0;
        }
    }

    private final List<Network> networks;

    private ClientNetworks(List<Network> networks) {
        this.networks = networks;
    }

    /**
     * The networks that a setting lists.
     *
     * @param key of the setting, for the message
     * @throws BadSetting one of them is none
     */
    public static ClientNetworks parse(String key, List<String> texts) {
        List<Network> networks = new ArrayList<>();
        for (String text : texts) {
            networks.add(parse(key, text.strip()));
        }
        return new ClientNetworks(List.copyOf(networks));
    }

    private static Network parse(String key, String text) {
        int slash = text.indexOf('/');
        String digits = slash < 0 ? "" : text.substring(slash + 1);
        if (slash > 0 && digits.matches("[0-9]{1,3}")) {
            byte[] address = address(text.substring(0, slash));
            int bits = Integer.parseInt(digits);
            if (address.length > 0 && bits <= 8 * address.length) {
                return new Network(address, bits);
            }
        }
        throw new BadSetting(key, "'" + text + "' is no network, as in 10.1.0.0/16 or ::1/128");
    }

    /** Whether the IP address is in one of them. */
    public boolean contains(String ip) {
        byte[] address = address(ip);
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    /** The octets of a literal address, never a name that would be looked up; empty: it is none. */
    private static byte[] address(String text) {
        if (!text.matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
            return new byte[0];
        }
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            return new byte[0];
        }
    }
}
