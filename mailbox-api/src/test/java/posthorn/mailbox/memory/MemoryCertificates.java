package posthorn.mailbox.memory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import posthorn.mailbox.certificate.CertificateMaterial;
import posthorn.mailbox.certificate.CertificateRecord;
import posthorn.mailbox.certificate.CertificateStore;
import posthorn.mailbox.certificate.PendingChallenge;

/** Certificates in memory. */
public class MemoryCertificates implements CertificateStore {
    private final Map<String, CertificateRecord> records = new TreeMap<>();
    private final Map<String, CertificateMaterial> materials = new TreeMap<>();
    private final Map<String, PendingChallenge> challenges = new TreeMap<>();

    private static <T> CompletionStage<T> done(T value) {
        return CompletableFuture.completedStage(value);
    }

    @Override
    public synchronized CompletionStage<List<CertificateRecord>> all() {
        return done(List.copyOf(records.values()));
    }

    @Override
    public synchronized CompletionStage<Optional<CertificateRecord>> find(String name) {
        return done(Optional.ofNullable(records.get(name)));
    }

    @Override
    public synchronized CompletionStage<Boolean> add(CertificateRecord first) {
        return done(records.putIfAbsent(first.name(), first) == null);
    }

    @Override
    public synchronized CompletionStage<Boolean> replace(CertificateRecord next) {
        boolean same = stands(next.name(), next.version() - 1);
        if (same) {
            records.put(next.name(), next);
        }
        return done(same);
    }

    @Override
    public synchronized CompletionStage<Boolean> remove(CertificateRecord record) {
        boolean same = stands(record.name(), record.version());
        if (same) {
            records.remove(record.name());
        }
        return done(same);
    }

    private boolean stands(String name, long version) {
        CertificateRecord record = records.get(name);
        return record != null && record.version() == version;
    }

    @Override
    public synchronized CompletionStage<Void> put(CertificateMaterial material) {
        materials.put(material.id(), material);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Optional<CertificateMaterial>> material(String id) {
        return done(Optional.ofNullable(materials.get(id)));
    }

    @Override
    public synchronized CompletionStage<Void> removeMaterial(String id) {
        materials.remove(id);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Void> put(PendingChallenge challenge) {
        challenges.put(challenge.token(), challenge);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Optional<PendingChallenge>> challenge(String token) {
        return done(Optional.ofNullable(challenges.get(token)));
    }

    @Override
    public synchronized CompletionStage<List<PendingChallenge>> challenges() {
        return done(List.copyOf(challenges.values()));
    }

    @Override
    public synchronized CompletionStage<Void> removeChallenge(String token) {
        challenges.remove(token);
        return CompletableFuture.completedStage(null);
    }
}
