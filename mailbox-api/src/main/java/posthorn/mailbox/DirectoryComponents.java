package posthorn.mailbox;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import posthorn.mailbox.accountcache.AccountCache;
import posthorn.mailbox.directory.AddressLookup;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.ldap.LdapDirectory;
import posthorn.mailbox.ldap.LdapSettings;
import posthorn.mailbox.mongo.MailboxDatabase;
import posthorn.mailbox.mongo.MongoDirectory;
import posthorn.mailbox.mongo.MongoSignInRecords;
import posthorn.mailbox.mongo.MongoVacations;
import posthorn.mailbox.outside.NoOutsideDirectory;
import posthorn.mailbox.outside.OutsideDirectory;
import posthorn.mailbox.outside.RememberedOutside;
import posthorn.mailbox.registry.AccountLookup;
import posthorn.mailbox.registry.AppPasswords;
import posthorn.mailbox.registry.Finisher;
import posthorn.mailbox.registry.OutsideLookup;
import posthorn.mailbox.registry.OwnAddresses;
import posthorn.mailbox.registry.Registry;
import posthorn.mailbox.sealing.MasterKey;
import posthorn.mailbox.signin.SignInRecords;

/** The parts that say who has an account, where mail for addresses goes, and who may come in. */
public final class DirectoryComponents implements AutoCloseable {

    private final Needs needs;
    private final DirectoryStore store;
    private final Optional<LdapDirectory> ldap;
    private final AddressLookup everybody;
    private final AccessComponents access;
    private final QuotaComponents quotas;
    private final SignInComponents signIns;
    private final Registry registry;
    private final AppPasswords appPasswords;
    private final AddressComponents addresses;
    private final AccountLookup lookup;
    private final OwnAddresses ownAddresses;

    /**
     * What they stand on.
     *
     * @param around where they run
     * @param tokens that may be shown in place of a password
     * @param masterKey under which secrets are kept; empty: there is none
     */
    record Needs(
            Surroundings around,
            SignInComponents.Tokens tokens,
            Optional<MasterKey> masterKey,
            InstantSource clock,
            SecureRandom random) {}

    /** Puts the parts together; nothing is asked of the store yet. */
    DirectoryComponents(
            MailboxSettings settings,
            MailboxDatabase database,
            AccountCache accounts,
            Needs needs) {
        this.needs = needs;
        this.store = new MongoDirectory(database);
        this.ldap = settings.ldap().urls().map(urls -> new LdapDirectory(settings.ldap()));
        OutsideDirectory outside = outside(settings.ldap());
        SignInRecords records = new MongoSignInRecords(database);
        this.access = access(settings, database, records);
        this.quotas = quotas(settings, database, accounts);
        this.everybody =
                new OutsideLookup(store, outside, quotas.finisher(), needs.clock(), needs.random());
        this.signIns =
                new SignInComponents(
                        settings.signIn(),
                        new SignInComponents.Directories(store, everybody, outside),
                        access,
                        records,
                        needs.tokens(),
                        needs.clock(),
                        needs.random());
        this.registry = makeRegistry();
        this.appPasswords =
                new AppPasswords(
                        access.changes(),
                        signIns.passwords(),
                        signIns.salts(),
                        needs.clock(),
                        needs.random());
        this.addresses = addresses(settings.addresses());
        this.lookup = new AccountLookup(everybody);
        this.ownAddresses = new OwnAddresses(everybody);
    }

    private AccessComponents access(
            MailboxSettings settings, MailboxDatabase database, SignInRecords records) {
        return new AccessComponents(
                settings,
                database,
                new AccessComponents.Needs(
                        store,
                        records,
                        needs.masterKey(),
                        needs.around(),
                        needs.clock(),
                        needs.random()));
    }

    private QuotaComponents quotas(
            MailboxSettings settings, MailboxDatabase database, AccountCache accounts) {
        return new QuotaComponents(
                settings.account(),
                database,
                store,
                accounts,
                needs.clock(),
                account ->
                        access.remove(account)
                                .thenCompose(gone -> new MongoVacations(database).remove(account)));
    }

    private Registry makeRegistry() {
        return new Registry(
                store,
                quotas.finisher(),
                signIns.passwords(),
                signIns.salts(),
                access.passwordRules(),
                access.changes(),
                needs.clock(),
                needs.random());
    }

    private AddressComponents addresses(AddressSettings settings) {
        return new AddressComponents(
                store,
                everybody,
                access,
                settings,
                needs.around().gateways(),
                needs.clock(),
                needs.random());
    }

    private OutsideDirectory outside(LdapSettings settings) {
        return ldap.<OutsideDirectory>map(servers ->
                        new RememberedOutside(
                                servers,
                                settings.remembered(),
                                settings.rememberFor(),
                                Ticker.systemTicker()))
                .orElseGet(NoOutsideDirectory::new);
    }

    /** The documents. */
    DirectoryStore store() {
        return store;
    }

    /** How owners of accounts come in. */
    public AccessComponents access() {
        return access;
    }

    /** Passwords for programs. */
    public AppPasswords appPasswords() {
        return appPasswords;
    }

    /** What administrators change. */
    public Registry registry() {
        return registry;
    }

    /** Finishes what is half done. */
    public Finisher finisher() {
        return quotas.finisher();
    }

    /** What accounts may hold. */
    public QuotaComponents quotas() {
        return quotas;
    }

    /** Where mail for addresses goes. */
    public AddressComponents addresses() {
        return addresses;
    }

    /** Who may come in. */
    public SignInComponents signIns() {
        return signIns;
    }

    /** Accounts by id. */
    public AccountLookup lookup() {
        return lookup;
    }

    /** Addresses of accounts. */
    OwnAddresses ownAddresses() {
        return ownAddresses;
    }

    @Override
    public void close() {
        ldap.ifPresent(LdapDirectory::close);
        signIns.close();
    }
}
