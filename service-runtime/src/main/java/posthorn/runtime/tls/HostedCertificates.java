package posthorn.runtime.tls;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** What a source had when it was last asked. Asked on one thread at a time, read on any. */
final class HostedCertificates {
    private static final Logger LOG = Logger.getLogger(HostedCertificates.class);

    private record Held(String version, ServerCertificate certificate) {}

    private final Supplier<CertificateSource> where;
    private final int most;
    private final Set<String> told = new HashSet<>();
    private volatile Map<String, Held> held = Map.of();
    private volatile boolean known;

    HostedCertificates(Supplier<CertificateSource> where, int most) {
        this.where = where;
        this.most = most;
    }

    /**
     * Asks for what has changed. What cannot be had or used leaves what was there of its name, is
     * told once, and is asked for again the next time.
     */
    synchronized void look() {
        CertificateSource source = where.get();
        Map<String, String> versions = source.versions();
        told.retainAll(versions.keySet());
        Map<String, Held> next = new HashMap<>();
        versions.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(most)
                .forEach(each ->
                        held(source, each.getKey(), each.getValue())
                                .ifPresent(one -> next.put(each.getKey(), one)));
        held = Map.copyOf(next);
        known = true;
    }

    private Optional<Held> held(CertificateSource source, String name, String version) {
        Held before = held.get(name);
        if (before != null && before.version().equals(version)) {
            return Optional.of(before);
        }
        try {
            Optional<CertificatePem> pem = source.read(name);
            if (pem.isEmpty()) {
                return Optional.empty();
            }
            ServerCertificate read =
                    ServerCertificate.of(CertificateSource.ORIGIN + name, pem.get());
            told.remove(name);
            return Optional.of(new Held(version, read));
        } catch (RuntimeException | BadCertificate e) {
            if (told.add(name)) {
                LOG.errorf("the hosted certificate of %s is not taken: %s", name, e.getMessage());
            }
            return Optional.ofNullable(before);
        }
    }

    /** Whether the source has ever answered. */
    boolean known() {
        return known;
    }

    List<ServerCertificate> all() {
        return held.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> each.getValue().certificate())
                .toList();
    }
}
