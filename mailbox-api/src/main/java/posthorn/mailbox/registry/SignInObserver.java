package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.registry.Authenticator.Verdict;
import posthorn.protocol.signin.SignInAttempt;

/** Hears of every attempt to sign in to an account that there is. Never waits, never fails. */
@FunctionalInterface
public interface SignInObserver {

    /** Nobody hears. */
    SignInObserver NOBODY = (account, attempt, verdict) -> "";

    /**
     * An attempt has ended.
     *
     * @return id of the sign-in, by which its client can be named later; empty: it is not kept
     */
    String ended(AddressEntry.Account account, SignInAttempt attempt, Verdict verdict);

    /** The verdict, once it was heard of. */
    default Uni<Verdict> heard(
            AddressEntry.Account account, SignInAttempt attempt, Uni<Verdict> verdict) {
        return verdict.map(what -> {
            String id = ended(account, attempt, what);
            return what instanceof Verdict.Welcome welcome ? welcome.as(id) : what;
        });
    }
}
