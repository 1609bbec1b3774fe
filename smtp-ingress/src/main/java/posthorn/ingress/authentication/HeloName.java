package posthorn.ingress.authentication;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import posthorn.protocol.dns.Dns;
import posthorn.protocol.dns.DnsAnswer;
import posthorn.protocol.dns.IpText;
import posthorn.protocol.dns.ReverseNames;

/**
 * What the name is worth that a host gives in HELO or EHLO. It refuses nothing (RFC 5321 §4.1.4),
 * but who looks into a log or weighs a message wants to know.
 */
public enum HeloName {
    /** The host's own: it has the host's address. */
    OWN,
    /** This server's own name: nobody else has it. */
    OURS,
    /** It has other addresses, or is another address. */
    OTHER,
    /** It has no address, or nobody can say now. */
    UNKNOWN,
    /** No domain name and no address literal. */
    INVALID;

    /** As it stands in logs and records: {@code own}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Looks at the name; DNS is asked only where the names of the host do not tell.
     *
     * @param reverse names of the host
     * @param hostname of this server
     */
    static HeloName of(
            Dns dns, AuthenticationRequest request, ReverseNames reverse, String hostname) {
        InetAddress client = InetAddress.ofLiteral(request.clientAddress());
        String domain = request.heloDomain();
        if (domain.isEmpty()) {
            return ofLiteral(request.helo(), client);
        } else if (domain.equalsIgnoreCase(hostname)) {
            return OURS;
        } else if (reverse.confirmed().stream().anyMatch(domain::equalsIgnoreCase)) {
            return OWN;
        }
        return switch (dns.addresses(domain, client)) {
            case DnsAnswer.Found<InetAddress>(List<InetAddress> found, boolean authentic) ->
                    found.contains(client) ? OWN : OTHER;
            case DnsAnswer.Absent<InetAddress> absent -> UNKNOWN;
            case DnsAnswer.Unavailable<InetAddress> unavailable -> UNKNOWN;
        };
    }

    private static HeloName ofLiteral(String text, InetAddress client) {
        boolean brackets = text.startsWith("[") && text.endsWith("]");
        if (!brackets) {
            return INVALID;
        }
        String address = text.substring(1, text.length() - 1);
        String plain =
                address.regionMatches(true, 0, "IPv6:", 0, 5) ? address.substring(5) : address;
        try {
            return IpText.of(InetAddress.ofLiteral(plain)).equals(IpText.of(client)) ? OWN : OTHER;
        } catch (IllegalArgumentException e) {
            return INVALID;
        }
    }
}
