package posthorn.protocol.spf;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.dns.Dns;
import posthorn.protocol.dns.ReverseNames;

/**
 * The names of the client that are its own: PTR records whose names have its address (RFC 7208
 * §5.5). Asked once, when the first term wants them.
 */
final class ClientNames {
    private final Dns dns;
    private final InetAddress client;
    private @Nullable List<String> validated;

    ClientNames(Dns dns, InetAddress client) {
        this.dns = dns;
        this.client = client;
    }

    /** Whether one is the domain, or below it. */
    boolean anyWithin(String domain) {
        return all().stream().anyMatch(name -> isWithin(name, domain));
    }

    /** The one for the macro {@code p} (§7.3). */
    String best(String domain) {
        String within = null;
        for (String name : all()) {
            if (name.equalsIgnoreCase(domain)) {
                return name;
            }
            if (within == null && isWithin(name, domain)) {
                within = name;
            }
        }
        if (within != null) {
            return within;
        }
        return all().isEmpty() ? "unknown" : all().getFirst();
    }

    private List<String> all() {
        if (validated == null) {
            validated = ReverseNames.of(dns, client).confirmed();
        }
        return validated;
    }

    private static boolean isWithin(String name, String domain) {
        String lower = name.toLowerCase(Locale.ROOT);
        String end = domain.toLowerCase(Locale.ROOT);
        return lower.equals(end) || lower.endsWith("." + end);
    }
}
