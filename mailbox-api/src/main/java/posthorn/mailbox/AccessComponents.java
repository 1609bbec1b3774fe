package posthorn.mailbox;

import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import posthorn.mailbox.budget.Permits;
import posthorn.mailbox.directory.AccessRules;
import posthorn.mailbox.directory.AccessStore;
import posthorn.mailbox.directory.AccessSwitch;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.directory.Switches;
import posthorn.mailbox.mongo.MailboxDatabase;
import posthorn.mailbox.mongo.MongoAccess;
import posthorn.mailbox.mongo.MongoSignInJournal;
import posthorn.mailbox.registry.AccessChanges;
import posthorn.mailbox.registry.AccountSignInRules;
import posthorn.mailbox.registry.AccountSwitches;
import posthorn.mailbox.registry.AppPasswords;
import posthorn.mailbox.registry.RecentSignIns;
import posthorn.mailbox.registry.RecordedSignIns;
import posthorn.mailbox.registry.Registry;
import posthorn.mailbox.registry.SignInRules;
import posthorn.mailbox.sealing.MasterKey;
import posthorn.mailbox.secondfactor.SecondFactorSetup;
import posthorn.mailbox.secondfactor.StoredSecondFactors;
import posthorn.mailbox.secondfactor.TotpSecrets;
import posthorn.mailbox.signin.AttemptLimits;
import posthorn.mailbox.signin.Attempts;
import posthorn.mailbox.signin.PasswordRules;
import posthorn.mailbox.signin.SecondFactors;
import posthorn.mailbox.signin.SignInJournal;
import posthorn.mailbox.signin.SignInRecorder;
import posthorn.mailbox.signin.SignInRecords;

/** The parts that say how owners of accounts come in, and what they may do. */
public final class AccessComponents {

    /** Second factors of strangers that are looked at at once, and of one network. */
    private static final int AT_ONCE = 256;

    private static final int AT_ONCE_OF_NETWORK = 16;
    private static final int WAITING = 8;

    private final AccessStore store;
    private final AccessChanges changes;
    private final AccessRules rules;
    private final PasswordRules passwordRules;
    private final AccountSwitches switches;
    private final SignInRules signInRules;
    private final SecondFactors secondFactors;
    private final SecondFactorSetup setup;
    private final SignInJournal journal;
    private final RecordedSignIns recorded;
    private final SignInRecorder recorder;
    private final Attempts secondFactorAttempts;
    private final InstantSource clock;

    /**
     * What the parts need of others.
     *
     * @param random cryptographically strong
     */
    record Needs(
            DirectoryStore directory,
            SignInRecords signIns,
            Optional<MasterKey> masterKey,
            Surroundings around,
            InstantSource clock,
            RandomGenerator random) {}

    AccessComponents(MailboxSettings settings, MailboxDatabase database, Needs needs) {
        AccessSettings access = settings.access();
        this.clock = needs.clock();
        this.store = new MongoAccess(database);
        this.changes = new AccessChanges(store);
        this.rules =
                new AccessRules(
                        installation(access.switches()),
                        access.password().oldAfter(),
                        needs.around().pages());
        this.passwordRules =
                access.password().refuseGuessable()
                        ? PasswordRules.strict(access.password().leastLength())
                        : PasswordRules.ofLength(access.password().leastLength());
        this.switches = new AccountSwitches(needs.directory(), changes, rules);
        this.signInRules = new AccountSignInRules(needs.directory(), changes, rules, clock);
        TotpSecrets secrets = new TotpSecrets(needs.masterKey(), needs.random());
        this.secondFactorAttempts = attempts(settings, needs.signIns());
        this.secondFactors = new StoredSecondFactors(changes, secrets, secondFactorAttempts, clock);
        this.setup =
                new SecondFactorSetup(
                        changes,
                        secrets,
                        access.secondFactor().issuer().orElse(needs.around().hostname()),
                        clock,
                        needs.random());
        this.journal = new MongoSignInJournal(database, access.journal().most());
        this.recorder = new SignInRecorder(journal, clock, access.journal().writing());
        this.recorded = new RecordedSignIns(recorder, changes, clock);
    }

    private Attempts attempts(MailboxSettings settings, SignInRecords records) {
        return new Attempts(
                records,
                new AttemptLimits(
                        settings.signIn().freeFailures(),
                        settings.access().secondFactor().freeFailures(),
                        settings.signIn().freeFailuresOfAddress(),
                        settings.signIn().longestDelay()),
                clock,
                new Permits("second-factors", AT_ONCE, AT_ONCE_OF_NETWORK),
                WAITING);
    }

    private static Switches installation(AccessSettings.Switches said) {
        Map<AccessSwitch, Boolean> all = new EnumMap<>(AccessSwitch.class);
        all.put(AccessSwitch.IMAP, said.imap());
        all.put(AccessSwitch.POP3, said.pop3());
        all.put(AccessSwitch.SMTP, said.smtp());
        all.put(AccessSwitch.FORWARDING, said.forwarding());
        return new Switches(all);
    }

    /** How accounts are set up. */
    public AccessStore store() {
        return store;
    }

    /** Changes of that. */
    public AccessChanges changes() {
        return changes;
    }

    /** What follows from it. */
    public AccessRules rules() {
        return rules;
    }

    /** Which passwords may be chosen. */
    public PasswordRules passwordRules() {
        return passwordRules;
    }

    /** What accounts may be used for. */
    public AccountSwitches switches() {
        return switches;
    }

    /** Which passwords count where. */
    public SignInRules signInRules() {
        return signInRules;
    }

    /** What is shown besides the password. */
    public SecondFactors secondFactors() {
        return secondFactors;
    }

    /** How that is set up. */
    public SecondFactorSetup setup() {
        return setup;
    }

    /** Writes down sign-ins. */
    public RecordedSignIns recorded() {
        return recorded;
    }

    /** The same by name and kind. */
    public SignInRecorder recorder() {
        return recorder;
    }

    /** What owners see of them. */
    public RecentSignIns recent(Attempts attempts, Registry registry, AppPasswords appPasswords) {
        return new RecentSignIns(journal, attempts, secondFactorAttempts, registry, appPasswords);
    }

    /** Forgets sign-ins that are older than that. */
    CompletionStage<Void> forgetSignIns(Duration keep) {
        return journal.forget(clock.millis() - keep.toMillis());
    }

    /** Removes what is kept of an account. */
    CompletionStage<Void> remove(String account) {
        return store.remove(account).thenCompose(removed -> journal.remove(account));
    }
}
