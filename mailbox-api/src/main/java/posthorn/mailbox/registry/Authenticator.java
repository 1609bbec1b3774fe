package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import java.util.Optional;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.signin.SelfSignInTokens;
import posthorn.protocol.sasl.Credential;
import posthorn.protocol.sasl.ScramChallenge;
import posthorn.protocol.sasl.ScramOctets;
import posthorn.protocol.signin.SignInAttempt;
import posthorn.protocol.signin.SignInRefusal;

/** Lets the owners of accounts in, whatever they show. Safe for all threads. */
public final class Authenticator {

    /** Whether somebody may come in. */
    public sealed interface Verdict {
        /**
         * They are the owner of this account.
         *
         * @param appPasswordId of the app password that was shown; empty: it was none
         * @param serverSignature what SCRAM tells the client; empty: it was not SCRAM
         * @param signIn id in the journal, by which the client can be named later; empty: it is not
         *     kept
         */
        record Welcome(
                AddressEntry.Account account,
                String appPasswordId,
                Optional<ScramOctets> serverSignature,
                String signIn)
                implements Verdict {

            /** One that is not in the journal. */
            public Welcome(
                    AddressEntry.Account account,
                    String appPasswordId,
                    Optional<ScramOctets> serverSignature) {
                this(account, appPasswordId, serverSignature, "");
            }

            /** The same, in the journal. */
            Welcome as(String id) {
                return new Welcome(account, appPasswordId, serverSignature, id);
            }
        }

        /** They may not. */
        record Refused(SignInRefusal why) implements Verdict {}
    }

    /** Hears of every attempt, whether there is such an account or not. Never waits or fails. */
    @FunctionalInterface
    public interface Observer {
        /** An attempt has ended. */
        void ended(SignInAttempt attempt, Verdict verdict);
    }

    private final PasswordSignIn passwords;
    private final SelfSignIn own;
    private final TokenSignIn tokens;
    private final CertificateSignIn certificates;
    private volatile Observer observer = (attempt, verdict) -> {};

    /** Lets in by these. */
    public Authenticator(
            PasswordSignIn passwords,
            SelfSignIn own,
            TokenSignIn tokens,
            CertificateSignIn certificates) {
        this.passwords = passwords;
        this.own = own;
        this.tokens = tokens;
        this.certificates = certificates;
    }

    /** Who hears of attempts from now on; nobody before. */
    public void observe(Observer listener) {
        observer = listener;
    }

    /** Whether somebody may come in. */
    public Uni<Verdict> check(SignInAttempt attempt) {
        return checked(attempt)
                .invoke(verdict -> {
                    observer.ended(attempt, verdict);
                    SignInAudit.ended(attempt, verdict);
                });
    }

    private Uni<Verdict> checked(SignInAttempt attempt) {
        return switch (attempt.credential()) {
            case Credential.Password password when SelfSignInTokens.isToken(password.password()) ->
                    own.check(attempt, password);
            case Credential.Password password -> passwords.check(attempt, password);
            case Credential.ScramProof proof -> passwords.check(attempt, proof);
            case Credential.BearerToken token -> tokens.check(attempt, token);
            case Credential.ClientCertificate certificate ->
                    certificates.check(attempt, certificate);
        };
    }

    /** What SCRAM says to a client before it proves anything; for every login. */
    public Uni<ScramChallenge> beginScram(String login) {
        return passwords.beginScram(login);
    }
}
