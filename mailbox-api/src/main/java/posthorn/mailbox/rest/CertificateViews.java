package posthorn.mailbox.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.certificate.CertificateRecord;
import posthorn.runtime.http.Timestamp;
import posthorn.runtime.tls.CertificateSource;
import posthorn.runtime.tls.ServerCertificate;
import posthorn.runtime.tls.TlsMaterial;

/** Certificates as they are shown to operators. */
@Singleton
public final class CertificateViews {

    private final Instance<TlsMaterial> material;

    @Inject
    CertificateViews(Instance<TlsMaterial> material) {
        this.material = material;
    }

    /**
     * A certificate.
     *
     * @param name host name
     * @param source {@code file}, {@code acme} or {@code self-signed}
     * @param state {@code valid}, {@code expired}, {@code wanted}, {@code ordering} or {@code
     *     failed}
     * @param notAfter when it ends; null: there is none
     * @param renewFrom from when the next one is ordered; null: nobody orders
     * @param nextAttempt when it is ordered again after a failure
     * @param problem what the last order failed on
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CertificateView(
            String name,
            String source,
            String state,
            @Nullable String notAfter,
            @Nullable String renewFrom,
            @Nullable String nextAttempt,
            int failures,
            @Nullable String problem) {}

    /** Those of files, and those that are ordered. */
    List<CertificateView> of(List<CertificateRecord> records) {
        List<CertificateView> views = new ArrayList<>();
        for (ServerCertificate each : material.get().current().all()) {
            if (!each.origin().startsWith(CertificateSource.ORIGIN)) {
                each.names().forEach(name -> views.add(ofFile(name, each)));
            }
        }
        records.forEach(record -> views.add(of(record)));
        return views;
    }

    private static CertificateView ofFile(String name, ServerCertificate certificate) {
        boolean selfSigned =
                certificate
                        .own()
                        .getIssuerX500Principal()
                        .equals(certificate.own().getSubjectX500Principal());
        return new CertificateView(
                name,
                selfSigned ? "self-signed" : "file",
                Instant.now().isBefore(certificate.notAfter()) ? "valid" : "expired",
                Timestamp.ofMillis(certificate.notAfter().toEpochMilli()),
                null,
                null,
                0,
                null);
    }

    /** One that is ordered. */
    CertificateView of(CertificateRecord record) {
        return new CertificateView(
                record.name(),
                "acme",
                state(record, Instant.now().toEpochMilli()),
                time(record.notAfter()),
                time(record.renewFrom()),
                time(record.nextAttempt()),
                record.failures(),
                record.problem().isEmpty() ? null : record.problem());
    }

    private static String state(CertificateRecord record, long now) {
        if (!record.claim().isEmpty()) {
            return "ordering";
        }
        if (record.serves(now)) {
            return "valid";
        }
        if (!record.problem().isEmpty()) {
            return "failed";
        }
        return record.material().isEmpty() ? "wanted" : "expired";
    }

    private static @Nullable String time(long millis) {
        return Timestamp.ofMillis(millis);
    }
}
