package posthorn.runtime.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.PosthornSettings;

/**
 * The certificates that settings name, read again and again. What cannot be used, such as a pair
 * that is half written, is told once, and what was read there before stays in use. One thread at a
 * time.
 */
final class WatchedCertificates {
    private static final Logger LOG = Logger.getLogger(WatchedCertificates.class);
    private static final String CERTIFICATE = "posthorn.tls.certificate";
    private static final String DIRECTORY = "posthorn.tls.certificates";

    private final PosthornSettings.Tls settings;
    private final Map<CertificateFiles, ServerCertificate> good = new HashMap<>();
    private final Map<String, String> told = new HashMap<>();
    private List<CertificateFiles> pairs = List.of();

    WatchedCertificates(PosthornSettings.Tls settings) {
        this.settings = settings;
    }

    /**
     * Reads everything once and wants all of it to be good.
     *
     * @throws BadSetting with the first that is not
     */
    static void check(PosthornSettings.Tls settings) {
        if (settings.certificate().isPresent() != settings.key().isPresent()) {
            throw new BadSetting(
                    CERTIFICATE,
                    "set posthorn.tls.certificate and posthorn.tls.key both, or neither");
        }
        own(settings).ifPresent(pair -> strictly(CERTIFICATE, pair));
        settings.certificates()
                .ifPresent(directory -> {
                    try {
                        CertificateFiles.in(directory, settings.mostCertificates())
                                .forEach(pair -> strictly(DIRECTORY, pair));
                    } catch (IOException e) {
                        throw new BadSetting(
                                DIRECTORY,
                                "is " + directory + ", which is no directory to be read");
                    } catch (BadCertificate e) {
                        throw new BadSetting(DIRECTORY, String.valueOf(e.getMessage()));
                    }
                });
    }

    private static void strictly(String key, CertificateFiles pair) {
        try {
            pair.read();
        } catch (BadCertificate e) {
            throw new BadSetting(key, "has " + pair.certificate() + ": " + e.getMessage());
        }
    }

    private static Optional<CertificateFiles> own(PosthornSettings.Tls settings) {
        return settings.certificate()
                .map(file -> new CertificateFiles("default", file, settings.key().orElseThrow()));
    }

    /** Looks at the files now. */
    void look() {
        List<CertificateFiles> next = new ArrayList<>(own(settings).stream().toList());
        next.addAll(settings.certificates().map(this::in).orElse(List.of()));
        pairs = List.copyOf(next);
        good.keySet().retainAll(pairs);
        told.keySet().retainAll(pairs.stream().map(CertificateFiles::origin).toList());
        pairs.forEach(this::read);
    }

    /** A directory that cannot be read keeps what it had. */
    private List<CertificateFiles> in(Path directory) {
        try {
            return CertificateFiles.in(directory, settings.mostCertificates());
        } catch (IOException | BadCertificate e) {
            LOG.errorf("%s: what was read before stays in use: %s", DIRECTORY, e.getMessage());
            return pairs.stream()
                    .filter(pair -> !own(settings).filter(pair::equals).isPresent())
                    .toList();
        }
    }

    private void read(CertificateFiles pair) {
        try {
            good.put(pair, pair.read());
            if (told.remove(pair.origin()) != null) {
                LOG.infof("certificate %s can be used again", pair.origin());
            }
        } catch (BadCertificate e) {
            String problem = String.valueOf(e.getMessage());
            if (!problem.equals(told.put(pair.origin(), problem))) {
                LOG.errorf(
                        "certificate %s is not taken, %s: %s",
                        pair.origin(),
                        good.containsKey(pair) ? "the one before stays in use" : "there is none",
                        problem);
            }
        }
    }

    /** The one of {@code posthorn.tls.certificate}; empty: there is none. */
    Optional<ServerCertificate> own() {
        return own(settings).flatMap(pair -> Optional.ofNullable(good.get(pair)));
    }

    /** Those of the directory. */
    List<ServerCertificate> others() {
        Optional<CertificateFiles> own = own(settings);
        return pairs.stream()
                .filter(pair -> !own.filter(pair::equals).isPresent())
                .flatMap(pair -> Stream.ofNullable(good.get(pair)))
                .toList();
    }

    /** How many pairs of files are there that cannot be used. */
    int broken() {
        return told.size();
    }
}
