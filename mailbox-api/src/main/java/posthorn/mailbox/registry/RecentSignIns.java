package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Function;
import posthorn.mailbox.budget.ClientNetwork;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.registry.DirectoryOutcome.Reason;
import posthorn.mailbox.signin.Attempts;
import posthorn.mailbox.signin.SignIn;
import posthorn.mailbox.signin.SignIn.OwnerAnswer;
import posthorn.mailbox.signin.SignInJournal;
import posthorn.mailbox.signin.SignInOutcome;

/** What owners see of sign-ins to their accounts, and say of them. Safe for all threads. */
public final class RecentSignIns {

    private final SignInJournal journal;
    private final Attempts attempts;
    private final Attempts secondFactors;
    private final Registry registry;
    private final AppPasswords appPasswords;

    /**
     * @param attempts those with passwords
     * @param secondFactors those with second factors
     */
    public RecentSignIns(
            SignInJournal journal,
            Attempts attempts,
            Attempts secondFactors,
            Registry registry,
            AppPasswords appPasswords) {
        this.journal = journal;
        this.attempts = attempts;
        this.secondFactors = secondFactors;
        this.registry = registry;
        this.appPasswords = appPasswords;
    }

    /** Those of an account, the last one first. */
    public Uni<List<SignIn>> of(AddressEntry.Account account) {
        return Uni.createFrom().completionStage(() -> journal.of(account.account()));
    }

    /**
     * It was the owner. When it was blocked, whoever signs in from this client's network is known
     * from now on, waits for no failures of strangers, and its own ones are forgotten.
     */
    public Uni<DirectoryOutcome<SignIn>> confirm(AddressEntry.Account account, String id) {
        return with(
                account,
                id,
                found ->
                        (isBlocked(found) ? lift(account, found) : Uni.createFrom().voidItem())
                                .chain(() -> answered(found, OwnerAnswer.CONFIRMED)));
    }

    private static boolean isBlocked(SignIn signIn) {
        SignInOutcome outcome = signIn.kind().outcome();
        return outcome == SignInOutcome.BLOCKED
                || outcome == SignInOutcome.BAD_CREDENTIALS
                || outcome == SignInOutcome.WRONG_SECOND_FACTOR;
    }

    private Uni<Void> lift(AddressEntry.Account account, SignIn signIn) {
        String network = ClientNetwork.of(signIn.kind().address());
        return attempts.trust(new Attempts.Who(account.address(), network))
                .chain(() ->
                        secondFactors.trust(Attempts.Who.secondFactor(account.account(), network)));
    }

    /**
     * It was not the owner: what was opened with it ends, its app password is revoked, and its
     * network is known no more.
     */
    public Uni<DirectoryOutcome<SignIn>> disown(AddressEntry.Account account, String id) {
        return with(
                account,
                id,
                found -> {
                    String network = ClientNetwork.of(found.kind().address());
                    return revoke(account, found.kind().app())
                            .chain(() ->
                                    attempts.distrust(new Attempts.Who(account.address(), network)))
                            .chain(() ->
                                    secondFactors.distrust(
                                            Attempts.Who.secondFactor(account.account(), network)))
                            .chain(() ->
                                    found.letIn()
                                            ? registry.endSessions(account.address())
                                                    .replaceWithVoid()
                                            : Uni.createFrom().voidItem())
                            .chain(() -> answered(found, OwnerAnswer.DISOWNED));
                });
    }

    private Uni<Void> revoke(AddressEntry.Account account, String appPassword) {
        return appPassword.isEmpty()
                ? Uni.createFrom().voidItem()
                : appPasswords.revoke(account, appPassword).replaceWithVoid();
    }

    private Uni<DirectoryOutcome<SignIn>> answered(SignIn signIn, OwnerAnswer answer) {
        return Uni.createFrom()
                .completionStage(() -> journal.answer(signIn.account(), signIn.id(), answer))
                .map(kept ->
                        DirectoryOutcome.done(
                                new SignIn(
                                        signIn.account(),
                                        signIn.kind(),
                                        signIn.first(),
                                        signIn.last(),
                                        signIn.count(),
                                        answer)));
    }

    private Uni<DirectoryOutcome<SignIn>> with(
            AddressEntry.Account account,
            String id,
            Function<SignIn, Uni<DirectoryOutcome<SignIn>>> then) {
        return Uni.createFrom()
                .completionStage(() -> journal.find(account.account(), id))
                .flatMap(found ->
                        found.map(then)
                                .orElseGet(() ->
                                        Uni.createFrom()
                                                .item(
                                                        DirectoryOutcome.refused(
                                                                Reason.UNKNOWN,
                                                                "There is no sign-in " + id + ".",
                                                                "GET sign-ins lists those that"
                                                                        + " are kept."))));
    }
}
