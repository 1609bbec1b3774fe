package posthorn.protocol.dmarc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A policy record (RFC 9989 §4.7, §4.8). Unknown tags, and {@code pct}, {@code rf} and {@code ri}
 * of RFC 7489, are ignored; a value that is not valid counts as its default.
 *
 * @param policy for the domain itself ({@code p}); empty: the record asks for nothing, neither a
 *     policy nor reports
 * @param subdomains for domains below it ({@code sp}); empty: as {@code policy}
 * @param absent for domains below it that do not exist ({@code np}); empty: as {@code subdomains}
 * @param strictDkim whether a DKIM domain has to be the very same ({@code adkim=s})
 * @param strictSpf whether an SPF domain has to be the very same ({@code aspf=s})
 * @param suffix whether the domain is a public suffix ({@code psd})
 * @param testing whether the owner still tests: each policy counts as the one below it ({@code t})
 * @param reports where aggregate reports go ({@code rua}): URIs, as they stand there
 */
public record DmarcRecord(
        Optional<DmarcPolicy> policy,
        Optional<DmarcPolicy> subdomains,
        Optional<DmarcPolicy> absent,
        boolean strictDkim,
        boolean strictSpf,
        Suffix suffix,
        boolean testing,
        List<String> reports) {
    private static final String VERSION = "DMARC1";
    private static final int MOST_TAGS = 100;
    private static final int MOST_REPORTS = 10;

    /** Whether a domain is a public suffix, such as {@code com}. */
    public enum Suffix {
        /** It is ({@code psd=y}). */
        YES,
        /** It is an Organizational Domain ({@code psd=n}). */
        NO,
        /** Nothing is said. */
        UNSAID
    }

    public DmarcRecord {
        reports = List.copyOf(reports);
    }

    /** The record in a TXT record; empty: it is none, since it does not begin with the version. */
    public static Optional<DmarcRecord> parse(String txt) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String part : txt.split(";", MOST_TAGS)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? "" : part.substring(0, equals).strip();
            if (tags.isEmpty() && !name.equals("v")) {
                return Optional.empty();
            }
            if (equals >= 0) {
                tags.putIfAbsent(name.toLowerCase(Locale.ROOT), part.substring(equals + 1).strip());
            }
        }
        return VERSION.equals(tags.get("v")) ? Optional.of(of(tags)) : Optional.empty();
    }

    private static DmarcRecord of(Map<String, String> tags) {
        List<String> reports = reports(tags.getOrDefault("rua", ""));
        Optional<DmarcPolicy> policy = policy(tags, "p");
        boolean invalid = policy.isEmpty() || isInvalid(tags, "sp") || isInvalid(tags, "np");
        Optional<DmarcPolicy> none =
                reports.isEmpty() ? Optional.empty() : Optional.of(DmarcPolicy.NONE);
        return new DmarcRecord(
                invalid ? none : policy,
                invalid ? Optional.empty() : policy(tags, "sp"),
                invalid ? Optional.empty() : policy(tags, "np"),
                "s".equalsIgnoreCase(tags.get("adkim")),
                "s".equalsIgnoreCase(tags.get("aspf")),
                suffix(tags.getOrDefault("psd", "u")),
                "y".equalsIgnoreCase(tags.get("t")),
                reports);
    }

    private static Optional<DmarcPolicy> policy(Map<String, String> tags, String name) {
        return DmarcPolicy.parse(tags.getOrDefault(name, ""));
    }

    private static boolean isInvalid(Map<String, String> tags, String name) {
        return tags.containsKey(name) && policy(tags, name).isEmpty();
    }

    private static Suffix suffix(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "y" -> Suffix.YES;
            case "n" -> Suffix.NO;
            default -> Suffix.UNSAID;
        };
    }

    /** URIs with a scheme; a size behind {@code !} is obsolete and left out. */
    private static List<String> reports(String value) {
        List<String> uris = new ArrayList<>();
        for (String part : value.split(",", MOST_REPORTS + 1)) {
            String uri = part.strip();
            int size = uri.indexOf('!');
            String plain = size < 0 ? uri : uri.substring(0, size);
            int colon = plain.indexOf(':');
            if (colon > 0 && colon < plain.length() - 1 && uris.size() < MOST_REPORTS) {
                uris.add(plain);
            }
        }
        return uris;
    }
}
