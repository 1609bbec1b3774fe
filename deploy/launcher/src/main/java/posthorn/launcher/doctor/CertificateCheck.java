package posthorn.launcher.doctor;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import posthorn.launcher.doctor.Finding.Section;

/** Judges the certificates that a server shows: name, time, and who has issued them. */
final class CertificateCheck {

    private static final Duration SOON = Duration.ofDays(14);
    private static final int DNS_NAME = 2;

    private final InstantSource clock;
    private final X509TrustManager trusted;

    /**
     * Trusts those that the JDK trusts, or those in {@code roots}.
     *
     * @param roots null: those of the JDK
     */
    CertificateCheck(InstantSource clock, @Nullable KeyStore roots) {
        this.clock = clock;
        try {
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(roots);
            this.trusted = first(factory.getTrustManagers());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509TrustManager first(TrustManager[] managers) {
        for (TrustManager manager : managers) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new IllegalStateException("the JDK trusts nobody");
    }

    /** What is to be said of a chain; {@code subject} is the port that showed it. */
    List<Finding> findings(String subject, String host, List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            return List.of(Finding.wrong(Section.CERTIFICATES, subject, "certificate.none"));
        }
        List<Finding> findings = new ArrayList<>();
        X509Certificate own = chain.getFirst();
        Instant ends = own.getNotAfter().toInstant();
        String day = ends.atOffset(ZoneOffset.UTC).toLocalDate().toString();
        Instant now = clock.instant();
        if (now.isAfter(ends)) {
            findings.add(Finding.wrong(Section.CERTIFICATES, subject, "certificate.expired", day));
        } else if (now.plus(SOON).isAfter(ends)) {
            findings.add(Finding.wrong(Section.CERTIFICATES, subject, "certificate.expires", day));
        } else if (now.isBefore(own.getNotBefore().toInstant())) {
            findings.add(
                    Finding.wrong(
                            Section.CERTIFICATES,
                            subject,
                            "certificate.early",
                            own.getNotBefore().toInstant().toString()));
        }
        List<String> names = names(own);
        if (names.stream().noneMatch(name -> matches(name, host))) {
            findings.add(
                    Finding.wrong(
                            Section.CERTIFICATES,
                            subject,
                            "certificate.name",
                            host,
                            String.join(", ", names)));
        }
        chain(subject, chain, findings);
        return findings.isEmpty()
                ? List.of(Finding.good(Section.CERTIFICATES, subject, "certificate.good", day))
                : findings;
    }

    private void chain(String subject, List<X509Certificate> chain, List<Finding> findings) {
        X509Certificate own = chain.getFirst();
        boolean selfSigned = own.getSubjectX500Principal().equals(own.getIssuerX500Principal());
        if (!findings.isEmpty() && !selfSigned && expired(chain)) {
            return;
        }
        try {
            trusted.checkServerTrusted(chain.toArray(new X509Certificate[0]), "UNKNOWN");
        } catch (CertificateException e) {
            findings.add(
                    Finding.wrong(
                            Section.CERTIFICATES,
                            subject,
                            selfSigned ? "certificate.self-signed" : "certificate.chain",
                            own.getIssuerX500Principal().getName()));
        }
    }

    /** A chain cannot be judged then: it says so of the time. */
    private boolean expired(List<X509Certificate> chain) {
        return clock.instant().isAfter(chain.getFirst().getNotAfter().toInstant());
    }

    private static List<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> name.getFirst().equals(DNS_NAME))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** RFC 6125 §6.4: a wildcard stands for one whole label, the first. */
    private static boolean matches(String name, String host) {
        String wanted = host.toLowerCase(Locale.ROOT);
        String shown = name.toLowerCase(Locale.ROOT);
        int dot = wanted.indexOf('.');
        return shown.equals(wanted)
                || (shown.startsWith("*.")
                        && dot > 0
                        && shown.substring(1).equals(wanted.substring(dot)));
    }
}
