package posthorn.mailbox.secondfactor;

import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import posthorn.mailbox.budget.ClientNetwork;
import posthorn.mailbox.directory.AccountAccess;
import posthorn.mailbox.directory.Passkey;
import posthorn.mailbox.directory.SecondFactor;
import posthorn.mailbox.registry.AccessChanges;
import posthorn.mailbox.registry.AccessChanges.Decision;
import posthorn.mailbox.registry.DirectoryOutcome;
import posthorn.mailbox.signin.Attempts;
import posthorn.mailbox.signin.SecondFactors;

/**
 * Second factors as they stand in the store. What is good once is taken by a change of the
 * account's document: of two that show it at once, on whichever pods, one is let in. Attempts are
 * counted as those of passwords are, for all pods together, and apart from them.
 */
public final class StoredSecondFactors implements SecondFactors {

    private final AccessChanges changes;
    private final TotpSecrets secrets;
    private final Passkeys passkeys = new Passkeys();
    private final Attempts attempts;
    private final InstantSource clock;

    /**
     * @param attempts bounds guesses; its records may be those of passwords
     */
    public StoredSecondFactors(
            AccessChanges changes, TotpSecrets secrets, Attempts attempts, InstantSource clock) {
        this.changes = changes;
        this.secrets = secrets;
        this.attempts = attempts;
        this.clock = clock;
    }

    @Override
    public Uni<Set<Method>> methods(String account) {
        return changes.of(account).map(AccountAccess::secondFactor).map(StoredSecondFactors::of);
    }

    private static Set<Method> of(SecondFactor factor) {
        Set<Method> methods = EnumSet.noneOf(Method.class);
        if (factor.totp().isPresent()) {
            methods.add(Method.TOTP);
        }
        if (!factor.passkeys().isEmpty()) {
            methods.add(Method.PASSKEY);
        }
        if (factor.isOn() && !factor.recoveryCodes().isEmpty()) {
            methods.add(Method.RECOVERY_CODE);
        }
        return methods;
    }

    @Override
    public Uni<String> passkeyOptions(String account, byte[] challenge, String origin) {
        return changes.of(account)
                .map(access ->
                        passkeys.requestOptions(
                                access.secondFactor().passkeys(),
                                challenge,
                                Passkeys.host(origin).orElse("")));
    }

    @Override
    public Uni<Checked> check(String account, Answer answer, String client) {
        Attempts.Who who = Attempts.Who.secondFactor(account, ClientNetwork.of(client));
        return attempts.attempt(
                who,
                good ->
                        changes.change(account, access -> decide(access, answer))
                                .map(StoredSecondFactors::ended),
                Checked.TRY_LATER);
    }

    private Decision<Boolean> decide(AccountAccess access, Answer answer) {
        return next(access.secondFactor(), access.account(), answer)
                .map(next -> Decision.write(access.with(next), true))
                .orElseGet(() -> Decision.leave(false));
    }

    /** The second factor once this was taken; empty: it cannot be. */
    private Optional<SecondFactor> next(SecondFactor factor, String account, Answer answer) {
        return switch (answer) {
            case Answer.Totp(String code) ->
                    factor.totp().flatMap(totp -> taken(factor, totp, account, code));
            case Answer.RecoveryCode(String code) ->
                    RecoveryCodes.without(factor.recoveryCodes(), code)
                            .map(factor::withRecoveryCodes);
            case Answer.Passkey(String credential, byte[] challenge, String origin) ->
                    passkeys.shown(credential, factor.passkeys(), challenge, origin)
                            .map(used -> factor.withPasskeys(with(factor.passkeys(), used)));
        };
    }

    private Optional<SecondFactor> taken(
            SecondFactor factor, SecondFactor.Totp totp, String account, String code) {
        OptionalLong step =
                Totp.step(
                        secrets.open(totp.secret(), account),
                        code,
                        clock.millis(),
                        totp.lastStep());
        return step.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        factor.withTotp(
                                Optional.of(
                                        new SecondFactor.Totp(totp.secret(), step.getAsLong()))));
    }

    private static List<Passkey> with(List<Passkey> all, Passkey used) {
        return Stream.concat(
                        all.stream().filter(one -> !one.id().equals(used.id())), Stream.of(used))
                .toList();
    }

    private static Attempts.Attempt<Checked> ended(DirectoryOutcome<Boolean> outcome) {
        return switch (outcome) {
            case DirectoryOutcome.Done<Boolean>(Boolean right) ->
                    right
                            ? new Attempts.Attempt<>(Checked.RIGHT, Attempts.Ended.RIGHT)
                            : new Attempts.Attempt<>(Checked.WRONG, Attempts.Ended.WRONG);
            case DirectoryOutcome.Refused<Boolean> _ ->
                    new Attempts.Attempt<>(Checked.TRY_LATER, Attempts.Ended.UNTRIED);
        };
    }
}
