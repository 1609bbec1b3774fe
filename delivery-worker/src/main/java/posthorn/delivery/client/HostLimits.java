package posthorn.delivery.client;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import posthorn.protocol.smtp.Capabilities;

/**
 * What a host takes at once, as it announces it (LIMITS, RFC 9422).
 *
 * @param transactions MAIL commands over one connection
 * @param recipients of one transaction
 * @param domains of the recipients of one transaction
 */
record HostLimits(int transactions, int recipients, int domains) {

    /** The limits of a host that offers these. */
    static HostLimits of(Capabilities offered) {
        return new HostLimits(
                offered.limit("MAILMAX").orElse(Integer.MAX_VALUE),
                offered.limit("RCPTMAX").orElse(Integer.MAX_VALUE),
                offered.limit("RCPTDOMAINMAX").orElse(Integer.MAX_VALUE));
    }

    /**
     * Recipients in portions that the host takes in one transaction each, in order.
     *
     * @param all forward-paths by ordinal
     */
    List<Map<Integer, String>> portions(Map<Integer, String> all) {
        List<Map<Integer, String>> portions = new ArrayList<>();
        Map<Integer, String> portion = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (Map.Entry<Integer, String> recipient : all.entrySet()) {
            String domain = domain(recipient.getValue());
            boolean full =
                    portion.size() == recipients
                            || (seen.size() == domains && !seen.contains(domain));
            if (full) {
                portions.add(portion);
                portion = new LinkedHashMap<>();
                seen.clear();
            }
            portion.put(recipient.getKey(), recipient.getValue());
            seen.add(domain);
        }
        if (!portion.isEmpty()) {
            portions.add(portion);
        }
        return portions;
    }

    private static String domain(String path) {
        return path.substring(path.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }
}
