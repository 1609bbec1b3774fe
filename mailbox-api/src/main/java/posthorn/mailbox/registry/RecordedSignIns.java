package posthorn.mailbox.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import org.jboss.logging.Logger;
import posthorn.mailbox.directory.AccountAccess;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.registry.AccessChanges.Decision;
import posthorn.mailbox.registry.Authenticator.Verdict;
import posthorn.mailbox.signin.SecondFactors;
import posthorn.mailbox.signin.SignIn;
import posthorn.mailbox.signin.SignInOutcome;
import posthorn.mailbox.signin.SignInRecorder;
import posthorn.protocol.signin.SignInAttempt;
import posthorn.protocol.signin.SignInProtocol;
import posthorn.protocol.signin.SignInRefusal;

/**
 * Writes down who has tried to sign in to an account, and the day on which an app password was
 * used. Safe for all threads; no call waits.
 */
public final class RecordedSignIns implements SignInObserver {

    private static final Logger LOG = Logger.getLogger(RecordedSignIns.class);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int MOST_USED = 100_000;

    private record Use(String account, String app, long day) {}

    private final SignInRecorder recorder;
    private final AccessChanges changes;
    private final InstantSource clock;
    private final Cache<Use, Boolean> used =
            Caffeine.newBuilder().maximumSize(MOST_USED).expireAfterWrite(DAY).build();

    /** Writes down with this. */
    public RecordedSignIns(SignInRecorder recorder, AccessChanges changes, InstantSource clock) {
        this.recorder = recorder;
        this.changes = changes;
        this.clock = clock;
    }

    @Override
    public String ended(AddressEntry.Account account, SignInAttempt attempt, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Welcome welcome -> {
                if (attempt.protocol() == SignInProtocol.PAGES) {
                    yield "";
                }
                if (!welcome.appPasswordId().isEmpty()) {
                    used(account.account(), welcome.appPasswordId());
                }
                yield recorder.record(
                        account.account(),
                        kind(attempt, welcome.appPasswordId(), SignInOutcome.SUCCESS));
            }
            case Verdict.Refused(SignInRefusal why) ->
                    recorder.record(account.account(), kind(attempt, "", outcome(why)));
        };
    }

    private static SignIn.Kind kind(
            SignInAttempt attempt, String appPassword, SignInOutcome outcome) {
        return new SignIn.Kind(
                attempt.client().address(),
                attempt.protocol(),
                attempt.client().name(),
                attempt.method(),
                appPassword,
                outcome);
    }

    private static SignInOutcome outcome(SignInRefusal why) {
        return switch (why) {
            case SignInRefusal.BadCredentials(),
                    SignInRefusal.TokenRefused _,
                    SignInRefusal.CertificateRefused _,
                    SignInRefusal.TransitionNeeded(),
                    SignInRefusal.AmbiguousLogin() ->
                    SignInOutcome.BAD_CREDENTIALS;
            case SignInRefusal.AccountDisabled() -> SignInOutcome.DISABLED;
            case SignInRefusal.TryLater() -> SignInOutcome.BLOCKED;
            case SignInRefusal.SwitchedOff _ -> SignInOutcome.SWITCHED_OFF;
            case SignInRefusal.AppPasswordNeeded _ -> SignInOutcome.APP_PASSWORD_NEEDED;
            case SignInRefusal.OtherAppPassword _ -> SignInOutcome.APP_PASSWORD_NOT_FOR;
            case SignInRefusal.TokenExpired() -> SignInOutcome.EXPIRED;
            case SignInRefusal.DirectoryAway() -> SignInOutcome.NOT_CHECKED;
        };
    }

    /**
     * What came of a sign-in to the pages once the password was right: whether it was enough is not
     * for the password to say.
     *
     * @param method what was shown, as in {@code password} or {@code password+totp}
     * @param outcome {@link SignInOutcome#SUCCESS}: a session was opened
     * @return id of the sign-in
     */
    public String pages(
            String account, SignInAttempt.Client client, String method, SignInOutcome outcome) {
        SignInAudit.pages(account, client.address(), method, outcome.word());
        return recorder.record(
                account,
                new SignIn.Kind(
                        client.address(),
                        SignInProtocol.PAGES,
                        client.name(),
                        method,
                        "",
                        outcome));
    }

    /** How a second factor that was checked is written down. */
    public static SignInOutcome outcome(SecondFactors.Checked checked) {
        return switch (checked) {
            case RIGHT -> SignInOutcome.SUCCESS;
            case WRONG -> SignInOutcome.WRONG_SECOND_FACTOR;
            case TRY_LATER -> SignInOutcome.BLOCKED;
        };
    }

    /** Once a day on this pod; the store is asked for the rest. */
    private void used(String account, String password) {
        Use use = new Use(account, password, clock.millis() / DAY.toMillis());
        if (used.asMap().putIfAbsent(use, true) == null) {
            changes.change(account, access -> usedOn(access, use))
                    .subscribe()
                    .with(
                            done -> {},
                            failure -> {
                                used.invalidate(use);
                                LOG.debug("the use of an app password was not written", failure);
                            });
        }
    }

    private static Decision<Boolean> usedOn(AccountAccess access, Use use) {
        boolean known =
                access.appPassword(use.app()).filter(one -> one.lastUsed() < use.day()).isPresent();
        return known
                ? Decision.write(
                        access.withAppPasswords(
                                access.appPasswords().stream()
                                        .map(one ->
                                                one.id().equals(use.app())
                                                        ? one.usedOn(use.day())
                                                        : one)
                                        .toList()),
                        true)
                : Decision.leave(false);
    }
}
