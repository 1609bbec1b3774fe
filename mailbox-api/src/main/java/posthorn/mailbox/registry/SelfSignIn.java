package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.registry.Authenticator.Verdict;
import posthorn.mailbox.registry.LoginLookup.Found;
import posthorn.mailbox.signin.SelfSignInTokens;
import posthorn.protocol.sasl.Credential;
import posthorn.protocol.signin.SignInAttempt;
import posthorn.protocol.signin.SignInRefusal;

/**
 * Lets this service itself in for an account's owner, who has proven elsewhere who they are.
 * Nothing is counted: nobody guesses a token. Safe for all threads.
 */
public final class SelfSignIn {

    private final SelfSignInTokens tokens;
    private final LoginLookup logins;
    private final SignInRules rules;

    /** Lets in by these tokens. */
    public SelfSignIn(SelfSignInTokens tokens, LoginLookup logins, SignInRules rules) {
        this.tokens = tokens;
        this.logins = logins;
        this.rules = rules;
    }

    Uni<Verdict> check(SignInAttempt attempt, Credential.Password shown) {
        return logins.find(shown.login())
                .flatMap(found ->
                        found instanceof Found.One(AddressEntry.Account account)
                                        && tokens.admits(
                                                shown.password(),
                                                account.account(),
                                                account.wish(),
                                                attempt.protocol())
                                ? Candidate.of(account, rules, attempt.protocol())
                                        .map(Candidate::verdict)
                                : Uni.createFrom()
                                        .item(
                                                new Verdict.Refused(
                                                        new SignInRefusal.BadCredentials())));
    }
}
