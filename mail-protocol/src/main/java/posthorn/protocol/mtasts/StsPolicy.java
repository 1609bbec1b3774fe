package posthorn.protocol.mtasts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import posthorn.protocol.smtp.DomainName;

/**
 * What a domain demands of whoever brings it mail (RFC 8461 §3.2).
 *
 * @param mode how serious it is
 * @param maxAge how long it may be kept, at most {@link #LONGEST}
 * @param mx which hosts take its mail: names, or {@code *.} and a name; folded
 */
public record StsPolicy(Mode mode, Duration maxAge, List<String> mx) {

    /** Octets of a policy that are read. */
    public static final int MOST_OCTETS = 65_536;

    /** However long it says that it may be kept. */
    public static final Duration LONGEST = Duration.ofHours(8766);

    /** Host names that are read. */
    private static final int MOST_MX = 1000;

    private static final String VERSION = "STSv1";
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,10}");

    /** How serious a policy is (RFC 8461 §5). */
    public enum Mode {
        /** A host that does not do as it says gets no mail. */
        ENFORCE,
        /** It gets mail, and the domain hears of it. */
        TESTING,
        /** There is no policy any more. */
        NONE;

        /** As it stands in policies. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Optional<Mode> of(String word) {
            for (Mode mode : values()) {
                if (mode.word().equals(word)) {
                    return Optional.of(mode);
                }
            }
            return Optional.empty();
        }
    }

    public StsPolicy {
        mx = List.copyOf(mx);
    }

    /**
     * Reads a policy; empty: it is none. Lines end with LF or CRLF, keys that nobody knows are
     * passed over, and of a key that may stand once the first one counts.
     *
     * @param text at most {@link #MOST_OCTETS} are read; one that is longer is none
     */
    public static Optional<StsPolicy> parse(String text) {
        if (text.length() > MOST_OCTETS) {
            return Optional.empty();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        List<String> mx = new ArrayList<>();
        for (String line : text.split("\r?\n", -1)) {
            int colon = line.indexOf(':');
            String key = colon < 0 ? "" : line.substring(0, colon).strip();
            String value = line.substring(colon + 1).strip();
            if (colon < 0) {
                if (!line.isBlank()) {
                    return Optional.empty();
                }
            } else if (key.equals("mx")) {
                Optional<String> host = pattern(value);
                if (host.isEmpty() || mx.size() == MOST_MX) {
                    return Optional.empty();
                }
                mx.add(host.get());
            } else {
                fields.putIfAbsent(key, value);
            }
        }
        return of(fields, mx);
    }

    private static Optional<StsPolicy> of(Map<String, String> fields, List<String> mx) {
        Optional<Mode> mode = Mode.of(fields.getOrDefault("mode", ""));
        String seconds = fields.getOrDefault("max_age", "");
        boolean valid =
                VERSION.equals(fields.get("version"))
                        && mode.isPresent()
                        && SECONDS.matcher(seconds).matches()
                        && (!mx.isEmpty() || mode.get() == Mode.NONE);
        if (!valid) {
            return Optional.empty();
        }
        Duration age = Duration.ofSeconds(Long.parseLong(seconds));
        return Optional.of(
                new StsPolicy(mode.get(), age.compareTo(LONGEST) > 0 ? LONGEST : age, mx));
    }

    private static Optional<String> pattern(String value) {
        boolean wildcard = value.startsWith("*.");
        return DomainName.parse(withoutDot(wildcard ? value.substring(2) : value))
                .map(name -> (wildcard ? "*." : "") + name.folded());
    }

    /** Whether {@code host} is one of those that take the domain's mail (RFC 8461 §4.1). */
    public boolean names(String host) {
        String folded = withoutDot(host.toLowerCase(Locale.ROOT));
        return mx.stream().anyMatch(pattern -> matches(pattern, folded));
    }

    /** A wildcard stands for exactly one label, the first one. */
    private static boolean matches(String pattern, String host) {
        if (!pattern.startsWith("*.")) {
            return pattern.equals(host);
        }
        int dot = host.indexOf('.');
        return dot > 0 && host.substring(dot + 1).equals(pattern.substring(2));
    }

    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /** As it is served, lines with CRLF. */
    public String encode() {
        StringBuilder text = new StringBuilder("version: " + VERSION + "\r\n");
        text.append("mode: ").append(mode.word()).append("\r\n");
        mx.forEach(host -> text.append("mx: ").append(host).append("\r\n"));
        return text.append("max_age: ").append(maxAge.toSeconds()).append("\r\n").toString();
    }

    /** Its lines, as reports tell them (RFC 8460 §4.4). */
    public List<String> lines() {
        return encode().lines().toList();
    }
}
