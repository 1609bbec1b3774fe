package posthorn.mailbox.quota;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.CommandOutcome;
import posthorn.mailbox.account.QuotaLevel;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.accountcache.AccountCache;
import posthorn.mailbox.accountcache.QuotaObserver;
import posthorn.mailbox.directory.AccessStore;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.intake.MessageIntake;
import posthorn.mailbox.registry.AccountLookup;
import posthorn.protocol.explanation.Language;

/**
 * Puts a message into INBOX of those who have to be told how full their account is. What cannot be
 * told now is left: whoever uses the account next comes back to it. Safe for all threads.
 */
public final class QuotaWarnings implements QuotaObserver {

    private static final Logger LOG = Logger.getLogger(QuotaWarnings.class);

    /** How long an account is left alone after it could not be told. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Set<String> inHand = ConcurrentHashMap.newKeySet();
    private final AccountCache accounts;
    private final AccountLookup lookup;
    private final AccessStore access;
    private final MessageIntake intake;
    private final int atOnce;
    private final InstantSource clock;
    private final Supplier<String> ids;

    /**
     * Warnings to the owners of these accounts.
     *
     * @param atOnce how many are told at once
     * @param ids never used before, in no pod
     */
    public QuotaWarnings(
            AccountCache accounts,
            AccountLookup lookup,
            AccessStore access,
            MessageIntake intake,
            int atOnce,
            InstantSource clock,
            Supplier<String> ids) {
        this.accounts = accounts;
        this.lookup = lookup;
        this.access = access;
        this.intake = intake;
        this.atOnce = atOnce;
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public void due(String account, QuotaLevel level) {
        if (inHand.size() >= atOnce || !inHand.add(account)) {
            return;
        }
        Uni.combine()
                .all()
                .unis(lookup.find(account), accounts.current(account), languages(account))
                .asTuple()
                .flatMap(found ->
                        tell(found.getItem1().orElseThrow(), found.getItem2(), found.getItem3()))
                .subscribe()
                .with(
                        told -> inHand.remove(account),
                        failure -> {
                            LOG.warnf(
                                    failure,
                                    "account %s could not be told that it is %d %% full",
                                    account,
                                    level.percent());
                            Uni.createFrom()
                                    .voidItem()
                                    .onItem()
                                    .delayIt()
                                    .by(PAUSE)
                                    .subscribe()
                                    .with(over -> inHand.remove(account));
                        });
    }

    private Uni<List<Language>> languages(String account) {
        return Uni.createFrom()
                .completionStage(() -> access.find(List.of(account)))
                .map(found ->
                        Optional.ofNullable(found.get(account))
                                .flatMap(known -> Language.of(known.language()))
                                .map(List::of)
                                .orElse(List.of(Language.values())));
    }

    private Uni<Void> tell(
            AddressEntry.Account owner, AccountState state, List<Language> languages) {
        QuotaLevel level = state.warningDue();
        if (level == QuotaLevel.LOW) {
            return Uni.createFrom().voidItem();
        }
        QuotaWarning warning =
                new QuotaWarning(
                        owner.address(),
                        level,
                        state.usage(),
                        state.head().quota().limits(),
                        languages);
        return intake.warn(owner.account(), level, warning.toOctets(ids.get(), clock.instant()))
                .invoke(QuotaWarnings::done)
                .replaceWithVoid();
    }

    /** A refusal is no reason to ask again at once. */
    private static void done(Result result) {
        if (result.outcome() instanceof CommandOutcome.Refused(var reason, String text)) {
            throw new IllegalStateException(reason + ": " + text);
        }
    }
}
