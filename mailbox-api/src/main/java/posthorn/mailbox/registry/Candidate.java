package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import java.util.Optional;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.registry.Authenticator.Verdict;
import posthorn.protocol.sasl.ScramOctets;
import posthorn.protocol.signin.SignInProtocol;
import posthorn.protocol.signin.SignInRefusal;

/**
 * An account that somebody wants to come in to.
 *
 * @param rules what counts for it
 */
record Candidate(AddressEntry.Account account, SignInRules.Rules rules) {

    static Uni<Candidate> of(
            AddressEntry.Account account, SignInRules rules, SignInProtocol protocol) {
        return rules.of(account, protocol).map(own -> new Candidate(account, own));
    }

    /**
     * The verdict on whoever has shown or proven a password.
     *
     * @param signature of SCRAM; empty: it was shown
     */
    Verdict verdict(SignInRules.Password right, Optional<ScramOctets> signature) {
        return refusal()
                .or(right::instead)
                .<Verdict>map(Verdict.Refused::new)
                .orElseGet(() -> new Verdict.Welcome(account, right.id(), signature));
    }

    /** The verdict on whoever has shown something else that is right. */
    Verdict verdict() {
        return refusal()
                .<Verdict>map(Verdict.Refused::new)
                .orElseGet(() -> new Verdict.Welcome(account, "", Optional.empty()));
    }

    private Optional<SignInRefusal> refusal() {
        return account.letsIn() ? rules.closed() : Optional.of(new SignInRefusal.AccountDisabled());
    }
}
