package posthorn.frontend.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import posthorn.protocol.sasl.Credential;
import posthorn.protocol.sasl.ScramChallenge;
import posthorn.protocol.sasl.ScramOctets;
import posthorn.protocol.signin.SignInAttempt;
import posthorn.protocol.signin.SignInRefusal;
import posthorn.runtime.signin.TestSignIns;

/** Accounts in memory. */
public final class MemoryAccounts implements Accounts {

    private record Known(String password, MemoryAccount account) {}

    private final Map<String, Known> accounts = new ConcurrentHashMap<>();
    private volatile boolean away;

    /** A new account, with the mailboxes that every new account has. */
    public MemoryAccount add(String address, String password) {
        MemoryAccount account = new MemoryAccount(address, () -> away);
        accounts.put(address, new Known(password, account));
        return account;
    }

    /** Whether the store does not answer. */
    public void away(boolean isAway) {
        away = isAway;
    }

    @Override
    public AuthenticationResult signIn(SignInAttempt attempt) {
        requireThere();
        Known known = accounts.get(attempt.login());
        return switch (attempt.credential()) {
            case Credential.Password(String _, String password) ->
                    known != null && known.password().equals(password)
                            ? accepted(known, Optional.empty())
                            : refused(new SignInRefusal.BadCredentials());
            case Credential.ScramProof proof -> {
                Optional<ScramOctets> signature =
                        known == null
                                ? Optional.empty()
                                : TestSignIns.signature(proof, known.password());
                yield known != null && signature.isPresent()
                        ? accepted(known, signature)
                        : refused(new SignInRefusal.BadCredentials());
            }
            case Credential.BearerToken(String _, String token) ->
                    switch (token) {
                        case "good" -> known == null ? forged() : accepted(known, Optional.empty());
                        case "expired" -> refused(new SignInRefusal.TokenExpired());
                        case "away" -> refused(new SignInRefusal.DirectoryAway());
                        case "switched-off" ->
                                refused(
                                        new SignInRefusal.SwitchedOff(
                                                "IMAP", "https://mail.example.test/switches"));
                        default -> forged();
                    };
            case Credential.ClientCertificate(String _, List<String> addresses) -> {
                Known named = accounts.get(addresses.getFirst());
                yield named == null
                        ? refused(new SignInRefusal.CertificateRefused("it names nobody here"))
                        : accepted(named, Optional.empty());
            }
        };
    }

    private static AuthenticationResult forged() {
        return refused(new SignInRefusal.TokenRefused("no key of the issuer has signed it"));
    }

    private static AuthenticationResult refused(SignInRefusal why) {
        return new AuthenticationResult.Refused(why);
    }

    private static AuthenticationResult accepted(Known known, Optional<ScramOctets> signature) {
        return known.account().disabled()
                ? refused(new SignInRefusal.AccountDisabled())
                : new AuthenticationResult.Accepted(
                        new MemoryAccountSession(known.account()), signature);
    }

    @Override
    public ScramChallenge beginScram(String login) {
        requireThere();
        return TestSignIns.CHALLENGE;
    }

    private void requireThere() {
        if (away) {
            throw new StoreUnavailableException("away");
        }
    }

    /** The same accounts, which somebody else lets people in to. */
    public Accounts by(Function<SignInAttempt, AuthenticationResult> door) {
        return new Accounts() {
            @Override
            public AuthenticationResult signIn(SignInAttempt attempt) {
                return door.apply(attempt);
            }

            @Override
            public ScramChallenge beginScram(String login) {
                return MemoryAccounts.this.beginScram(login);
            }
        };
    }
}
