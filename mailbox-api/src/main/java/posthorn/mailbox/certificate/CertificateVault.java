package posthorn.mailbox.certificate;

import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import posthorn.mailbox.sealing.MasterKey;
import posthorn.runtime.tls.CertificatePem;
import posthorn.runtime.tls.CertificateSource;

/** Certificates with their keys, opened. Safe for all threads. */
public final class CertificateVault implements CertificateSource {
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(15);

    private final CertificateStore store;
    private final Optional<MasterKey> master;

    /**
     * Certificates of a store.
     *
     * @param master opens the keys; empty: there are none
     */
    public CertificateVault(CertificateStore store, Optional<MasterKey> master) {
        this.store = store;
        this.master = master;
    }

    /** What there is, a version by name. */
    public Uni<Map<String, String>> list() {
        return Uni.createFrom()
                .completionStage(store::all)
                .map(records -> {
                    Map<String, String> versions = new HashMap<>();
                    for (CertificateRecord record : records) {
                        if (!record.material().isEmpty()) {
                            versions.put(record.name(), record.material());
                        }
                    }
                    return versions;
                });
    }

    /**
     * The certificate of a name; empty: there is none.
     *
     * <p>Fails with {@link MasterKey.CannotOpen} when it was sealed under another master key.
     */
    public Uni<Optional<CertificatePem>> find(String name) {
        return Uni.createFrom()
                .completionStage(() -> store.find(name))
                .flatMap(record ->
                        record.isEmpty() || record.get().material().isEmpty()
                                ? Uni.createFrom().item(Optional.empty())
                                : Uni.createFrom()
                                        .completionStage(
                                                () -> store.material(record.get().material()))
                                        .map(found -> found.flatMap(this::opened)));
    }

    private Optional<CertificatePem> opened(CertificateMaterial material) {
        return master.map(key ->
                new CertificatePem(
                        material.chain(),
                        new String(
                                key.open(material.key(), material.id()),
                                StandardCharsets.US_ASCII)));
    }

    /** A certificate as it is kept. */
    static CertificateMaterial sealed(MasterKey master, String id, CertificatePem pem) {
        return new CertificateMaterial(
                id,
                pem.certificate(),
                master.seal(pem.key().getBytes(StandardCharsets.US_ASCII), id));
    }

    @Override
    public Map<String, String> versions() {
        return list().await().atMost(ANSWERS_WITHIN);
    }

    @Override
    public Optional<CertificatePem> read(String name) {
        return find(name).await().atMost(ANSWERS_WITHIN);
    }
}
