package posthorn.protocol.tlsrpt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a domain wants its reports (RFC 8460 §3).
 *
 * @param destinations {@code mailto:} and {@code https:} URIs, at least one
 */
public record ReportRecord(List<String> destinations) {

    private static final String VERSION = "v=TLSRPTv1";
    private static final int MOST_TAGS = 100;
    private static final int MOST_DESTINATIONS = 10;

    public ReportRecord {
        destinations = List.copyOf(destinations);
    }

    /** Name of the TXT record of a domain. */
    public static String name(String domain) {
        return "_smtp._tls." + domain;
    }

    /** The record among the TXT records of that name; empty: none, several, or nowhere to go. */
    public static Optional<ReportRecord> among(List<String> texts) {
        List<String> ours =
                texts.stream()
                        .filter(text -> text.startsWith(VERSION))
                        .filter(text ->
                                text.substring(VERSION.length()).stripLeading().startsWith(";"))
                        .toList();
        return ours.size() == 1 ? parse(ours.getFirst()) : Optional.empty();
    }

    /** As it is published. */
    public String encode() {
        return VERSION + "; rua=" + String.join(",", destinations);
    }

    private static Optional<ReportRecord> parse(String text) {
        for (String part : text.split(";", MOST_TAGS)) {
            int equals = part.indexOf('=');
            if (equals > 0 && part.substring(0, equals).strip().equals("rua")) {
                List<String> uris = new ArrayList<>();
                for (String uri : part.substring(equals + 1).split(",", MOST_DESTINATIONS + 1)) {
                    String plain = uri.strip();
                    if ((plain.startsWith("mailto:") || plain.startsWith("https:"))
                            && uris.size() < MOST_DESTINATIONS) {
                        uris.add(plain);
                    }
                }
                return uris.isEmpty() ? Optional.empty() : Optional.of(new ReportRecord(uris));
            }
        }
        return Optional.empty();
    }
}
