package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.outside.OutsideDirectory;
import posthorn.mailbox.signin.Passwords;
import posthorn.mailbox.signin.ScramKeys;
import posthorn.mailbox.signin.Verified;

/** Which of an account's passwords one is. Safe for all threads. */
public final class PasswordCheck {

    private final Passwords passwords;
    private final Verified verified;
    private final OutsideDirectory outside;

    /**
     * Computes with these, and remembers there.
     *
     * @param outside asked for passwords that are not ours
     */
    public PasswordCheck(Passwords passwords, Verified verified, OutsideDirectory outside) {
        this.passwords = passwords;
        this.verified = verified;
        this.outside = outside;
    }

    /**
     * What is kept of a password that was right, to be proven; fails with {@link Passwords.Busy}.
     */
    Uni<ScramKeys> scram(String password, ScramKeys.Salt salt) {
        return Uni.createFrom().completionStage(() -> passwords.scram(password, salt));
    }

    /** The one that the password was found to be a moment ago; empty: none. */
    Optional<SignInRules.Password> known(String password, List<SignInRules.Password> own) {
        return own.stream()
                .filter(each -> verified.knows(password, each.verifier().hash()))
                .findFirst();
    }

    /**
     * The one that the password is; empty: none. At least one is computed, so that an account that
     * does not exist costs what one that does costs; fails with {@link Passwords.Busy}.
     *
     * @param own what counts; empty: there is no such account
     * @param network of the client
     * @param good whether the login was let in from there before
     */
    Uni<Optional<SignInRules.Password>> right(
            String password, List<SignInRules.Password> own, String network, boolean good) {
        Optional<SignInRules.Password> known = known(password, own);
        if (known.isPresent()) {
            return Uni.createFrom().item(known);
        }
        List<SignInRules.Password> quick =
                own.stream().filter(each -> Passwords.isQuick(each.verifier().hash())).toList();
        Optional<SignInRules.Password> found =
                quick.stream()
                        .filter(each -> passwords.matchesQuick(password, each.verifier().hash()))
                        .findFirst();
        if (found.isPresent()) {
            return Uni.createFrom().item(found);
        }
        List<SignInRules.Password> slow =
                own.stream().filter(each -> !quick.contains(each)).toList();
        return slow.isEmpty()
                ? Uni.createFrom()
                        .completionStage(() -> passwords.matchesNobody(password, network))
                        .replaceWith(Optional.empty())
                : firstOf(password, slow, network, good);
    }

    private Uni<Optional<SignInRules.Password>> firstOf(
            String password, List<SignInRules.Password> slow, String network, boolean good) {
        if (slow.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        SignInRules.Password first = slow.getFirst();
        String hash = first.verifier().hash();
        return Uni.createFrom()
                .completionStage(() -> matches(password, hash, network, good))
                .flatMap(right -> {
                    if (!right) {
                        return firstOf(password, slow.subList(1, slow.size()), network, good);
                    }
                    verified.remember(password, hash);
                    return Uni.createFrom().item(Optional.of(first));
                });
    }

    private CompletionStage<Boolean> matches(
            String password, String hash, String network, boolean good) {
        if (!hash.startsWith(AddressEntry.Account.OUTSIDE)) {
            return passwords.matches(password, hash, network, good);
        }
        String address = hash.substring(AddressEntry.Account.OUTSIDE.length());
        return outside.find(List.of(address))
                .thenCompose(found ->
                        found.get(address) == null
                                ? CompletableFuture.completedStage(false)
                                : outside.accepts(found.get(address), password));
    }
}
