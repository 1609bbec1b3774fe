package posthorn.protocol.dns;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The names of a host that are its own: those of its PTR records that have its address in turn (RFC
 * 8601 §3, {@code iprev}; RFC 7208 §5.5).
 *
 * @param status what came of it
 * @param confirmed names that have the address, in the order of the answer
 */
public record ReverseNames(Status status, List<String> confirmed) {

    /** Names of one answer that are looked at (RFC 7208 §4.6.4). */
    public static final int MOST_NAMES = 10;

    /** The results of {@code iprev} (RFC 8601 §2.7.3). */
    public enum Status {
        /** At least one name is the host's own. */
        PASS,
        /** There are names, and none of them has the address. */
        FAIL,
        /** DNS could not be asked now. */
        TEMPERROR,
        /** The address has no name. */
        PERMERROR
    }

    public ReverseNames {
        confirmed = List.copyOf(confirmed);
    }

    /** The result as it stands in header fields: {@code permerror}. */
    public String word() {
        return status.name().toLowerCase(Locale.ROOT);
    }

    /** The first name of its own; empty: none. */
    public String name() {
        return confirmed.isEmpty() ? "" : confirmed.getFirst();
    }

    /** Asks for the names, and for the addresses of each. */
    public static ReverseNames of(Dns dns, InetAddress host) {
        return switch (dns.ptr(host)) {
            case DnsAnswer.Absent<String> absent -> new ReverseNames(Status.PERMERROR, List.of());
            case DnsAnswer.Unavailable<String> unavailable ->
                    new ReverseNames(Status.TEMPERROR, List.of());
            case DnsAnswer.Found<String>(List<String> names, boolean authentic) ->
                    confirmed(dns, host, names);
        };
    }

    private static ReverseNames confirmed(Dns dns, InetAddress host, List<String> names) {
        List<String> own = new ArrayList<>();
        boolean unasked = false;
        for (String name : names.subList(0, Math.min(names.size(), MOST_NAMES))) {
            DnsAnswer<InetAddress> addresses = dns.addresses(name, host);
            unasked |= addresses instanceof DnsAnswer.Unavailable;
            if (addresses.known().contains(host)) {
                own.add(name);
            }
        }
        Status otherwise = unasked ? Status.TEMPERROR : Status.FAIL;
        return new ReverseNames(own.isEmpty() ? otherwise : Status.PASS, own);
    }
}
