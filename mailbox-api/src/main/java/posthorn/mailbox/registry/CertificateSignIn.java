package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.registry.Authenticator.Verdict;
import posthorn.mailbox.registry.LoginLookup.Found;
import posthorn.protocol.sasl.Credential;
import posthorn.protocol.signin.SignInAttempt;
import posthorn.protocol.signin.SignInRefusal;
import posthorn.protocol.smtp.AddressKey;

/**
 * Lets in whoever has shown a certificate with their address, which the caller has verified.
 * Nothing is counted: nobody guesses a certificate. Safe for all threads.
 */
public final class CertificateSignIn {

    private static final int MOST_ADDRESSES = 100;

    private final LoginLookup logins;
    private final SignInRules rules;
    private final SignInObserver observer;

    /** Lets in by addresses of these accounts. */
    public CertificateSignIn(LoginLookup logins, SignInRules rules, SignInObserver observer) {
        this.logins = logins;
        this.rules = rules;
        this.observer = observer;
    }

    Uni<Verdict> check(SignInAttempt attempt, Credential.ClientCertificate shown) {
        List<String> addresses =
                shown.addresses().stream()
                        .limit(MOST_ADDRESSES)
                        .map(AddressKey::parse)
                        .flatMap(Optional::stream)
                        .map(AddressKey::toString)
                        .toList();
        return logins.accounts(addresses)
                .flatMap(own -> shown.login().isEmpty() ? only(attempt, own) : named(attempt, own));
    }

    private Uni<Verdict> only(SignInAttempt attempt, List<AddressEntry.Account> own) {
        return switch (own.size()) {
            case 0 -> refused("no account here has an address of it");
            case 1 -> welcome(attempt, own.getFirst());
            default -> refused("several accounts here have addresses of it; say which one");
        };
    }

    private Uni<Verdict> named(SignInAttempt attempt, List<AddressEntry.Account> own) {
        return logins.find(attempt.login())
                .flatMap(found ->
                        found instanceof Found.One(AddressEntry.Account account)
                                        && own.stream()
                                                .anyMatch(each ->
                                                        each.account().equals(account.account()))
                                ? welcome(attempt, account)
                                : refused("it does not have the address of this account"));
    }

    private Uni<Verdict> welcome(SignInAttempt attempt, AddressEntry.Account account) {
        return observer.heard(
                account,
                attempt,
                Candidate.of(account, rules, attempt.protocol()).map(Candidate::verdict));
    }

    private static Uni<Verdict> refused(String why) {
        return Uni.createFrom()
                .item(new Verdict.Refused(new SignInRefusal.CertificateRefused(why)));
    }
}
