package posthorn.runtime.dns;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;

/**
 * Names that the Internet's DNS holds nothing about: those for tests, examples and local networks
 * (RFC 2606, RFC 6761, RFC 6762, RFC 8375), and the reverse names of addresses that are not public
 * (RFC 6303). Nobody outside has to be asked about them.
 */
final class ReservedNames {
    private static final Set<String> TOP_LEVEL =
            Set.of("test", "example", "invalid", "localhost", "local", "internal");
    private static final Set<String> SECOND_LEVEL =
            Set.of("example.com", "example.net", "example.org", "home.arpa");

    private ReservedNames() {}

    /** Whether a name is one of them, or below one. */
    static boolean holds(String name) {
        String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        String folded = plain.toLowerCase(Locale.ROOT);
        int last = folded.lastIndexOf('.');
        int second = folded.lastIndexOf('.', last - 1);
        return TOP_LEVEL.contains(folded.substring(last + 1))
                || SECOND_LEVEL.contains(folded.substring(second + 1));
    }

    /** Whether an address has no name outside of its own network. */
    static boolean holds(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || isUniqueLocal(address.getAddress());
    }

    /** fc00::/7. */
    private static boolean isUniqueLocal(byte[] octets) {
        return octets.length == 16 && (octets[0] & 0xfe) == 0xfc;
    }
}
