package posthorn.delivery.pace;

import java.util.Collection;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The name under which all domains are known whose mail the same hosts take: the registered names
 * of the hosts, sorted. {@code a.test} with {@code aspmx.l.google.com} and {@code b.test} with
 * {@code alt1.aspmx.l.google.com} are one site, {@code google.com}.
 */
final class MxSite {

    /** More do not tell two sites apart that belong together. */
    private static final int MOST_NAMES = 8;

    private MxSite() {}

    /**
     * The site of hosts.
     *
     * @param hosts host names without a dot at the end, or address literals; at least one
     * @param registered the registered domain of a host name, as in {@code google.com}
     */
    static String of(Collection<String> hosts, UnaryOperator<String> registered) {
        TreeSet<String> names = new TreeSet<>();
        for (String host : hosts) {
            String lower = host.toLowerCase(Locale.ROOT);
            names.add(lower.startsWith("[") ? lower : registered.apply(lower));
        }
        return String.join(",", names.stream().limit(MOST_NAMES).toList());
    }
}
