package posthorn.mailbox.certificate;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The documents of certificates. Every write waits for a majority; every read returns what a
 * majority has, and may be stale. A stage that fails says nothing about what the store did.
 */
public interface CertificateStore {

    /** The records of all names, by name. */
    CompletionStage<List<CertificateRecord>> all();

    /** The record of a name. */
    CompletionStage<Optional<CertificateRecord>> find(String name);

    /** Writes the first version of a record; false: there is one, nothing changed. */
    CompletionStage<Boolean> add(CertificateRecord first);

    /**
     * Writes {@code next} in place of the version before it; false: another one stands there,
     * nothing changed.
     */
    CompletionStage<Boolean> replace(CertificateRecord next);

    /** Removes exactly this version; false: it does not stand there. */
    CompletionStage<Boolean> remove(CertificateRecord record);

    /** Writes a certificate under a name that was never used. */
    CompletionStage<Void> put(CertificateMaterial material);

    /** A certificate; empty: there is none of this name. */
    CompletionStage<Optional<CertificateMaterial>> material(String id);

    /** Removes a certificate, when it is there. */
    CompletionStage<Void> removeMaterial(String id);

    /** Writes a challenge in place of one of the same token. */
    CompletionStage<Void> put(PendingChallenge challenge);

    /** A challenge; empty: there is none of this token. */
    CompletionStage<Optional<PendingChallenge>> challenge(String token);

    /** All challenges. */
    CompletionStage<List<PendingChallenge>> challenges();

    /** Removes a challenge, when it is there. */
    CompletionStage<Void> removeChallenge(String token);
}
