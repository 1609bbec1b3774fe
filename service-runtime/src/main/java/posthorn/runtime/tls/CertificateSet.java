package posthorn.runtime.tls;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of a server at one moment, found by the name that a client asks for (RFC 6066
 * §3): the very name first, then a pattern with {@code *} for its first label (RFC 9525 §6.3), and
 * the default for other names and for none. Pure, and safe for all threads.
 *
 * <p>Among several for a name those that are in time and are not signed by themselves go first,
 * then those that were given first. Of each kind of key there may be one.
 */
public final class CertificateSet {
    private final List<ServerCertificate> all;
    private final List<ServerCertificate> defaults;
    private final Map<String, List<ServerCertificate>> named = new HashMap<>();
    private final IdentityHashMap<ServerCertificate, Integer> numbers = new IdentityHashMap<>();

    private CertificateSet(
            String hostname, List<ServerCertificate> defaults, List<ServerCertificate> others) {
        List<ServerCertificate> every = new ArrayList<>(defaults);
        every.addAll(others);
        this.all = List.copyOf(every);
        for (ServerCertificate each : all) {
            numbers.putIfAbsent(each, numbers.size());
            each.names()
                    .forEach(name ->
                            named.computeIfAbsent(name, none -> new ArrayList<>()).add(each));
        }
        List<ServerCertificate> candidates = new ArrayList<>(defaults);
        found(hostname).stream().filter(each -> !defaults.contains(each)).forEach(candidates::add);
        this.defaults = List.copyOf(candidates);
    }

    /**
     * A set.
     *
     * @param hostname of the server: its certificates serve as defaults, too, where they are better
     * @param defaults what is shown for names that no certificate has; at least one
     * @param others the rest; those that come first are preferred
     */
    public static CertificateSet of(
            String hostname, List<ServerCertificate> defaults, List<ServerCertificate> others) {
        return new CertificateSet(hostname.toLowerCase(Locale.ROOT), defaults, others);
    }

    /** One certificate for everybody. */
    public static CertificateSet of(ServerCertificate only) {
        return new CertificateSet("", List.of(only), List.of());
    }

    /** All of them, the default first. */
    public List<ServerCertificate> all() {
        return all;
    }

    /** Where one of {@link #all} stands in it. */
    int number(ServerCertificate certificate) {
        return numbers.getOrDefault(certificate, 0);
    }

    /**
     * What to show.
     *
     * @param name that the client asks for; null: none
     * @param keyType as TLS calls it, as in {@code EC}
     * @return empty: there is none with such a key for the name
     */
    public Optional<ServerCertificate> choose(@Nullable String name, String keyType, Instant now) {
        List<ServerCertificate> found = name == null ? List.of() : found(lowerCase(name));
        List<ServerCertificate> candidates = found.isEmpty() ? defaults : found;
        int least = candidates.stream().mapToInt(each -> each.demerits(now)).min().orElse(0);
        return candidates.stream()
                .filter(each -> each.demerits(now) == least)
                .filter(each -> each.keyType().equals(keyType))
                .findFirst();
    }

    /** The best for a name among those that have it; empty: none has it. */
    public Optional<ServerCertificate> named(String name, Instant now) {
        return found(lowerCase(name)).stream()
                .min(Comparator.comparingInt(each -> each.demerits(now)));
    }

    /** A name may end with the dot of the root. */
    private static String lowerCase(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private List<ServerCertificate> found(String name) {
        List<ServerCertificate> exact = named.get(name);
        if (exact != null) {
            return exact;
        }
        int dot = name.indexOf('.');
        return dot < 1 ? List.of() : named.getOrDefault("*" + name.substring(dot), List.of());
    }

    /** Whether it shows the same as another one. */
    boolean isLike(CertificateSet other) {
        return all.equals(other.all) && defaults.equals(other.defaults);
    }
}
