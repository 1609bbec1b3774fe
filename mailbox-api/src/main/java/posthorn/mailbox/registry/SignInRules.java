package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.signin.ScramKeys;
import posthorn.mailbox.signin.Verifier;
import posthorn.protocol.signin.SignInProtocol;
import posthorn.protocol.signin.SignInRefusal;

/** Which passwords of an account count where. Safe for all threads. */
@FunctionalInterface
public interface SignInRules {

    /** Only the account's own password, everywhere. */
    SignInRules OWN_PASSWORD =
            (account, protocol) ->
                    Uni.createFrom()
                            .item(
                                    new Rules(
                                            List.of(
                                                    new Password(
                                                            "", own(account), Optional.empty())),
                                            Optional.empty()));

    /**
     * A password that is compared.
     *
     * @param id of an app password; empty: the account's own
     * @param instead what whoever shows it is told in place of being let in
     */
    record Password(String id, Verifier verifier, Optional<SignInRefusal> instead) {}

    /**
     * What counts.
     *
     * @param passwords in the order in which they are tried
     * @param closed what whoever shows anything that is right is told in place of being let in:
     *     password, token or certificate
     */
    record Rules(List<Password> passwords, Optional<SignInRefusal> closed) {
        /** Keeps the passwords from changing. */
        public Rules {
            passwords = List.copyOf(passwords);
        }
    }

    /** What counts for an account. */
    Uni<Rules> of(AddressEntry.Account account, SignInProtocol protocol);

    /** What is kept of the account's own password. */
    static Verifier own(AddressEntry.Account account) {
        return new Verifier(account.password(), ScramKeys.parse(account.scram()));
    }
}
