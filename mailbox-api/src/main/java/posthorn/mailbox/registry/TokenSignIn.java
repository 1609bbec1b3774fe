package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import posthorn.mailbox.budget.ClientNetwork;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.oauth.BearerTokens;
import posthorn.mailbox.oauth.TokenResult;
import posthorn.mailbox.registry.Authenticator.Verdict;
import posthorn.mailbox.registry.LoginLookup.Found;
import posthorn.mailbox.signin.Attempts;
import posthorn.protocol.sasl.Credential;
import posthorn.protocol.signin.SignInAttempt;
import posthorn.protocol.signin.SignInRefusal;

/**
 * Lets in whoever shows a token of the issuer that names their address. Only tokens that the issuer
 * did not make are counted: an expired one is no guess. Safe for all threads.
 */
public final class TokenSignIn {

    private static final Verdict TRY_LATER = new Verdict.Refused(new SignInRefusal.TryLater());

    private final BearerTokens tokens;
    private final LoginLookup logins;
    private final SignInRules rules;
    private final Attempts attempts;
    private final SignInObserver observer;

    /** Lets in by tokens that these say are good. */
    public TokenSignIn(
            BearerTokens tokens,
            LoginLookup logins,
            SignInRules rules,
            Attempts attempts,
            SignInObserver observer) {
        this.tokens = tokens;
        this.logins = logins;
        this.rules = rules;
        this.attempts = attempts;
        this.observer = observer;
    }

    Uni<Verdict> check(SignInAttempt attempt, Credential.BearerToken shown) {
        return tokens.check(shown.token())
                .flatMap(result ->
                        switch (result) {
                            case TokenResult.Good(String address) ->
                                    good(attempt, shown.login(), address);
                            case TokenResult.Expired() -> refused(new SignInRefusal.TokenExpired());
                            case TokenResult.Refused(String why) ->
                                    refused(new SignInRefusal.TokenRefused(why));
                            case TokenResult.Forged(String why) ->
                                    forged(attempt, new SignInRefusal.TokenRefused(why));
                            case TokenResult.Unavailable() ->
                                    refused(new SignInRefusal.DirectoryAway());
                        });
    }

    private static Uni<Verdict> refused(SignInRefusal why) {
        return Uni.createFrom().item(new Verdict.Refused(why));
    }

    private Uni<Verdict> forged(SignInAttempt attempt, SignInRefusal why) {
        return attempts.attempt(
                new Attempts.Who("token", ClientNetwork.of(attempt.client().address())),
                known ->
                        Uni.createFrom()
                                .item(
                                        new Attempts.Attempt<Verdict>(
                                                new Verdict.Refused(why), Attempts.Ended.WRONG)),
                TRY_LATER);
    }

    private Uni<Verdict> good(SignInAttempt attempt, String login, String address) {
        return logins.find(address)
                .flatMap(found ->
                        found instanceof Found.One(AddressEntry.Account account)
                                ? named(attempt, login, account)
                                : refused(
                                        new SignInRefusal.TokenRefused(
                                                "there is no account " + address + " here")));
    }

    /** Whom the client wants to be has to be whom the token names. */
    private Uni<Verdict> named(SignInAttempt attempt, String login, AddressEntry.Account account) {
        Uni<Verdict> welcome =
                observer.heard(
                        account,
                        attempt,
                        Candidate.of(account, rules, attempt.protocol()).map(Candidate::verdict));
        return login.isEmpty()
                ? welcome
                : logins.find(login)
                        .flatMap(wanted ->
                                wanted instanceof Found.One(AddressEntry.Account other)
                                                && other.account().equals(account.account())
                                        ? welcome
                                        : refused(
                                                new SignInRefusal.TokenRefused(
                                                        "it is of " + account.address())));
    }
}
