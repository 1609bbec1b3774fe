package posthorn.mailbox.certificate;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import posthorn.mailbox.registry.DirectoryOutcome;
import posthorn.mailbox.registry.DirectoryOutcome.Reason;

/** What operators ask of orders. Safe for all threads. */
public final class CertificateRequests {
    private final CertificateStore store;
    private final boolean ordering;

    /**
     * Requests to a store.
     *
     * @param ordering whether anybody orders
     */
    public CertificateRequests(CertificateStore store, boolean ordering) {
        this.store = store;
        this.ordering = ordering;
    }

    /** The records of all names. */
    public Uni<List<CertificateRecord>> all() {
        return Uni.createFrom().completionStage(store::all);
    }

    /** A certificate for a name, hosted or not, is ordered at the next look. */
    public Uni<DirectoryOutcome<CertificateRecord>> order(String asked) {
        String name = asked.toLowerCase(Locale.ROOT);
        if (!ordering) {
            return nobody();
        }
        if (!HostedNames.isPublic(name)) {
            return refused(
                    Reason.INVALID,
                    name + " is no name for which an authority gives certificates.",
                    "Name a host, as in mail.example.org.");
        }
        return found(name)
                .flatMap(found ->
                        found.isPresent()
                                ? due(found.get(), true)
                                : added(CertificateRecord.wanted(name, true)));
    }

    /** The next certificate of a name is ordered at the next look. */
    public Uni<DirectoryOutcome<CertificateRecord>> renew(String asked) {
        String name = asked.toLowerCase(Locale.ROOT);
        return !ordering
                ? nobody()
                : found(name)
                        .flatMap(found ->
                                found.isEmpty()
                                        ? unknown(name)
                                        : due(found.get(), found.get().byHand()));
    }

    /** A name that was ordered by hand is renewed no more. */
    public Uni<DirectoryOutcome<CertificateRecord>> withdraw(String asked) {
        String name = asked.toLowerCase(Locale.ROOT);
        return found(name)
                .flatMap(found ->
                        found.isEmpty() ? unknown(name) : written(found.get().withdrawn()));
    }

    private Uni<Optional<CertificateRecord>> found(String name) {
        return Uni.createFrom().completionStage(() -> store.find(name));
    }

    private Uni<DirectoryOutcome<CertificateRecord>> added(CertificateRecord first) {
        return Uni.createFrom()
                .completionStage(() -> store.add(first))
                .map(added -> added ? DirectoryOutcome.done(first) : DirectoryOutcome.changed());
    }

    private Uni<DirectoryOutcome<CertificateRecord>> due(CertificateRecord record, boolean byHand) {
        return record.claim().isEmpty()
                ? written(record.dueNow(byHand))
                : refused(
                        Reason.CONFLICT,
                        "A certificate for " + record.name() + " is being ordered now.",
                        "Look in a minute: posthorn certificates list.");
    }

    private Uni<DirectoryOutcome<CertificateRecord>> written(CertificateRecord next) {
        return Uni.createFrom()
                .completionStage(() -> store.replace(next))
                .map(written -> written ? DirectoryOutcome.done(next) : DirectoryOutcome.changed());
    }

    private static Uni<DirectoryOutcome<CertificateRecord>> nobody() {
        return refused(
                Reason.CONFLICT,
                "No certificates are ordered here.",
                "Set posthorn.acme.directory and posthorn.acme.terms-agreed, and start again.");
    }

    private static Uni<DirectoryOutcome<CertificateRecord>> unknown(String name) {
        return refused(
                Reason.UNKNOWN,
                "There is no certificate for " + name + ", and none is wanted.",
                "Order one: posthorn certificates order " + name + ".");
    }

    private static Uni<DirectoryOutcome<CertificateRecord>> refused(
            Reason reason, String error, String advice) {
        return Uni.createFrom().item(DirectoryOutcome.refused(reason, error, advice));
    }
}
