package posthorn.mailbox;

import java.time.InstantSource;
import java.util.function.Supplier;
import posthorn.mailbox.account.QuotaLimits;
import posthorn.mailbox.accountcache.AccountCache;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.intake.MessageIntake;
import posthorn.mailbox.mongo.MailboxDatabase;
import posthorn.mailbox.mongo.MongoAccess;
import posthorn.mailbox.mongo.MongoDomainQuotas;
import posthorn.mailbox.quota.QuotaWarnings;
import posthorn.mailbox.registry.AccountLookup;
import posthorn.mailbox.registry.DomainQuotas;
import posthorn.mailbox.registry.Finisher;
import posthorn.mailbox.registry.QuotaRegistry;

/** What accounts may hold, and who makes them with it. */
final class QuotaComponents {

    private final MailboxSettings.Account settings;
    private final MailboxDatabase database;
    private final AccountCache accounts;
    private final InstantSource clock;
    private final Finisher finisher;
    private final QuotaRegistry registry;

    QuotaComponents(
            MailboxSettings.Account settings,
            MailboxDatabase database,
            DirectoryStore directory,
            AccountCache accounts,
            InstantSource clock,
            Finisher.Removal removal) {
        this.settings = settings;
        this.database = database;
        this.accounts = accounts;
        this.clock = clock;
        DomainQuotas domains =
                new DomainQuotas(
                        new MongoDomainQuotas(database),
                        new QuotaLimits(settings.quota(), settings.quotaMessages()));
        this.finisher = new Finisher(directory, accounts, clock, domains, removal);
        this.registry =
                new QuotaRegistry(directory, accounts, accounts::current, finisher, domains);
    }

    /**
     * From now on owners are told how full their accounts are.
     *
     * @param ids never used before, in no pod
     */
    void warn(AccountLookup lookup, MessageIntake intake, Supplier<String> ids) {
        accounts.observe(
                new QuotaWarnings(
                        accounts,
                        lookup,
                        new MongoAccess(database),
                        intake,
                        settings.warningsAtOnce(),
                        clock,
                        ids));
    }

    Finisher finisher() {
        return finisher;
    }

    QuotaRegistry registry() {
        return registry;
    }
}
