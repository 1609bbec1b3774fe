package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import posthorn.mailbox.budget.ClientNetwork;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.registry.Authenticator.Verdict;
import posthorn.mailbox.registry.LoginLookup.Found;
import posthorn.mailbox.signin.Attempts;
import posthorn.mailbox.signin.Passwords;
import posthorn.mailbox.signin.Scram;
import posthorn.mailbox.signin.ScramKeys;
import posthorn.protocol.sasl.Credential;
import posthorn.protocol.sasl.SaslStep;
import posthorn.protocol.sasl.ScramChallenge;
import posthorn.protocol.sasl.ScramOctets;
import posthorn.protocol.signin.SignInAttempt;
import posthorn.protocol.signin.SignInRefusal;

/**
 * Lets in whoever shows a password, or proves by SCRAM to know one. Attempts are counted for the
 * client's address or network. Safe for all threads.
 */
public final class PasswordSignIn {

    private static final Logger LOG = Logger.getLogger(PasswordSignIn.class);
    private static final int LONGEST_PASSWORD = 1024;

    private static final Verdict BAD_CREDENTIALS =
            new Verdict.Refused(new SignInRefusal.BadCredentials());
    private static final Verdict TRY_LATER = new Verdict.Refused(new SignInRefusal.TryLater());

    private static final Attempts.Attempt<Verdict> WRONG =
            new Attempts.Attempt<>(BAD_CREDENTIALS, Attempts.Ended.WRONG);

    private final DirectoryStore store;
    private final LoginLookup logins;
    private final SignInRules rules;
    private final PasswordCheck passwords;
    private final ScramSalts salts;
    private final Attempts attempts;
    private final SignInObserver observer;

    /** Lets in by what stands in this store. */
    public PasswordSignIn(
            DirectoryStore store,
            LoginLookup logins,
            SignInRules rules,
            PasswordCheck passwords,
            ScramSalts salts,
            Attempts attempts,
            SignInObserver observer) {
        this.store = store;
        this.logins = logins;
        this.rules = rules;
        this.passwords = passwords;
        this.salts = salts;
        this.attempts = attempts;
        this.observer = observer;
    }

    /**
     * Whether the password is one of the login's. What can be nobody's login, and a password that
     * is longer than any, is wrong, and nothing is remembered of it.
     */
    Uni<Verdict> check(SignInAttempt attempt, Credential.Password shown) {
        String password = shown.password();
        if (!SaslStep.isLogin(shown.login()) || password.length() > LONGEST_PASSWORD) {
            return Uni.createFrom().item(BAD_CREDENTIALS);
        }
        return logins.find(shown.login())
                .flatMap(found ->
                        switch (found) {
                            case Found.One(AddressEntry.Account account) ->
                                    observer.heard(
                                            account,
                                            attempt,
                                            Candidate.of(account, rules, attempt.protocol())
                                                    .flatMap(candidate ->
                                                            check(
                                                                    candidate,
                                                                    password,
                                                                    who(account, attempt))));
                            case Found.Nobody(String login) ->
                                    tried(Optional.empty(), password, who(login, attempt));
                            case Found.Several() -> ambiguous();
                        });
    }

    private static Uni<Verdict> ambiguous() {
        return Uni.createFrom().item(new Verdict.Refused(new SignInRefusal.AmbiguousLogin()));
    }

    private static Attempts.Who who(AddressEntry.Account account, SignInAttempt attempt) {
        return who(account.address(), attempt);
    }

    private static Attempts.Who who(String login, SignInAttempt attempt) {
        return new Attempts.Who(login, ClientNetwork.of(attempt.client().address()));
    }

    private Uni<Verdict> check(Candidate candidate, String password, Attempts.Who who) {
        return passwords
                .known(password, candidate.rules().passwords())
                .map(right -> Uni.createFrom().item(candidate.verdict(right, Optional.empty())))
                .orElseGet(() -> tried(Optional.of(candidate), password, who));
    }

    private Uni<Verdict> tried(Optional<Candidate> candidate, String password, Attempts.Who who) {
        List<SignInRules.Password> own =
                candidate.map(found -> found.rules().passwords()).orElse(List.of());
        return attempts.attempt(
                who,
                good ->
                        passwords
                                .right(password, own, who.network(), good)
                                .flatMap(right -> ended(candidate, right, password))
                                .onFailure(Passwords.Busy.class)
                                .recoverWithItem(
                                        new Attempts.Attempt<>(TRY_LATER, Attempts.Ended.UNTRIED)),
                TRY_LATER);
    }

    private Uni<Attempts.Attempt<Verdict>> ended(
            Optional<Candidate> candidate, Optional<SignInRules.Password> right, String password) {
        return candidate.isEmpty() || right.isEmpty()
                ? Uni.createFrom().item(WRONG)
                : keepForScram(candidate.get().account(), right.get(), password)
                        .replaceWith(
                                new Attempts.Attempt<>(
                                        candidate.get().verdict(right.get(), Optional.empty()),
                                        Attempts.Ended.RIGHT));
    }

    /**
     * The first time that an account's own password of an earlier release is shown, it is kept for
     * SCRAM, too. When that fails it is done the next time. One that is not ours is never kept.
     */
    private Uni<Void> keepForScram(
            AddressEntry.Account account, SignInRules.Password right, String password) {
        if (account.isOutside() || !right.id().isEmpty() || right.verifier().scram().isPresent()) {
            return Uni.createFrom().voidItem();
        }
        return salts.of(account)
                .flatMap(salt -> passwords.scram(password, salt))
                .flatMap(keys ->
                        Uni.createFrom()
                                .completionStage(() ->
                                        store.replace(account, account.withScram(keys.encode()))))
                .replaceWithVoid()
                .onFailure()
                .invoke(e -> LOG.debug("a password was not kept for SCRAM", e))
                .onFailure()
                .recoverWithNull();
    }

    /** What SCRAM says to a client before it proves anything; for every login. */
    Uni<ScramChallenge> beginScram(String login) {
        return logins.find(login)
                .flatMap(found ->
                        switch (found) {
                            case Found.One(AddressEntry.Account account) -> salts.of(account);
                            case Found.Nobody(String nobody) -> salts.ofNobody(nobody);
                            case Found.Several() -> salts.ofNobody(login);
                        })
                .map(salt -> new ScramChallenge(salt.octets(), salt.iterations(), salts.nonce()));
    }

    /** Whether somebody has proven to know one of the login's passwords. */
    Uni<Verdict> check(SignInAttempt attempt, Credential.ScramProof proof) {
        return logins.find(proof.login())
                .flatMap(found ->
                        switch (found) {
                            case Found.One(AddressEntry.Account account) ->
                                    observer.heard(
                                            account,
                                            attempt,
                                            Candidate.of(account, rules, attempt.protocol())
                                                    .flatMap(candidate ->
                                                            proven(
                                                                    who(account, attempt),
                                                                    proven(candidate, proof))));
                            case Found.Nobody(String login) -> proven(who(login, attempt), WRONG);
                            case Found.Several() -> ambiguous();
                        });
    }

    private Uni<Verdict> proven(Attempts.Who who, Attempts.Attempt<Verdict> ended) {
        return attempts.attempt(who, good -> Uni.createFrom().item(ended), TRY_LATER);
    }

    private static Attempts.Attempt<Verdict> proven(
            Candidate candidate, Credential.ScramProof proof) {
        for (SignInRules.Password own : candidate.rules().passwords()) {
            Optional<ScramKeys> keys = own.verifier().scram();
            Optional<ScramOctets> signature = keys.flatMap(each -> Scram.signature(proof, each));
            if (signature.isPresent()) {
                return new Attempts.Attempt<>(
                        candidate.verdict(own, signature), Attempts.Ended.RIGHT);
            }
        }
        boolean all =
                candidate.rules().passwords().stream()
                        .allMatch(own -> own.verifier().scram().isPresent());
        return all
                ? WRONG
                : new Attempts.Attempt<>(
                        new Verdict.Refused(new SignInRefusal.TransitionNeeded()),
                        Attempts.Ended.UNTRIED);
    }
}
