package posthorn.mailbox.mongo;

import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import posthorn.mailbox.account.checkpoint.Manifests;
import posthorn.mailbox.account.checkpoint.Segments;
import posthorn.mailbox.account.log.AccountLog;
import posthorn.mailbox.accountcache.BodyStore;
import posthorn.mailbox.certificate.CertificateStore;
import posthorn.mailbox.clients.EventCounts;
import posthorn.mailbox.contract.AccessStoreContract;
import posthorn.mailbox.contract.AccountLogContract;
import posthorn.mailbox.contract.BodiesAndSegmentsContract;
import posthorn.mailbox.contract.CertificatesContract;
import posthorn.mailbox.contract.DeliveryTestsContract;
import posthorn.mailbox.contract.DirectoryContract;
import posthorn.mailbox.contract.DomainKeysContract;
import posthorn.mailbox.contract.DomainQuotasContract;
import posthorn.mailbox.contract.EventCountsContract;
import posthorn.mailbox.contract.GreylistEntriesContract;
import posthorn.mailbox.contract.SessionStoreContract;
import posthorn.mailbox.contract.SignInJournalContract;
import posthorn.mailbox.contract.SignInRecordsContract;
import posthorn.mailbox.contract.TransitBodiesContract;
import posthorn.mailbox.contract.VacationsContract;
import posthorn.mailbox.deliverytest.DeliveryTestStore;
import posthorn.mailbox.directory.AccessStore;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.directory.DomainQuotaStore;
import posthorn.mailbox.directory.VacationStore;
import posthorn.mailbox.dkim.DomainKeyStore;
import posthorn.mailbox.greylist.GreylistEntries;
import posthorn.mailbox.intake.TransitBodies;
import posthorn.mailbox.session.SessionStore;
import posthorn.mailbox.signin.SignInJournal;
import posthorn.mailbox.signin.SignInRecords;
import posthorn.mailbox.vacation.ReplyClaims;

/** The ports on MongoDB keep their promises. */
class MongoStoresTest
        implements AccessStoreContract,
                AccountLogContract,
                BodiesAndSegmentsContract,
                CertificatesContract,
                DirectoryContract,
                EventCountsContract,
                GreylistEntriesContract,
                DeliveryTestsContract,
                DomainKeysContract,
                SignInJournalContract,
                DomainQuotasContract,
                SessionStoreContract,
                SignInRecordsContract,
                TransitBodiesContract,
                VacationsContract {

    private static final StoreLimits LIMITS = new StoreLimits(2, 4, 1000, 1 << 20);

    private static TestStore store;
    private static MailboxDatabase database;

    @BeforeAll
    static void start() {
        store = TestStore.start();
        database = store.connect();
    }

    @AfterAll
    static void stop() {
        database.close();
        store.close();
    }

    @Override
    public AccountLog log() {
        return new MongoAccountLog(database, manifests(), LIMITS);
    }

    @Override
    public Manifests manifests() {
        return new MongoManifests(database);
    }

    @Override
    public BodyStore bodies() {
        return new MongoBodies(database, LIMITS);
    }

    @Override
    public Segments segments() {
        return new MongoSegments(database, LIMITS);
    }

    @Override
    public DirectoryStore directory() {
        return new MongoDirectory(database);
    }

    @Override
    public CertificateStore certificates() {
        return new MongoCertificates(database);
    }

    @Override
    public DomainKeyStore domainKeys() {
        return new MongoDomainKeys(database);
    }

    @Override
    public DomainQuotaStore domainQuotas() {
        return new MongoDomainQuotas(database);
    }

    @Override
    public VacationStore vacations() {
        return new MongoVacations(database);
    }

    @Override
    public ReplyClaims replyClaims() {
        return new MongoReplyClaims(database);
    }

    @Override
    public DeliveryTestStore deliveryTests() {
        return new MongoDeliveryTests(database);
    }

    @Override
    public TransitBodies transit(InstantSource clock) {
        return new MongoTransitBodies(database, LIMITS, clock);
    }

    @Override
    public EventCounts eventCounts() {
        return new MongoEventCounts(database);
    }

    @Override
    public GreylistEntries greylist() {
        return new MongoGreylistEntries(database);
    }

    @Override
    public SignInRecords signIns() {
        return new MongoSignInRecords(database);
    }

    @Override
    public AccessStore access() {
        return new MongoAccess(database);
    }

    @Override
    public SignInJournal journal(int most) {
        return new MongoSignInJournal(database, most);
    }

    @Override
    public SessionStore sessions() {
        return new MongoSessions(database);
    }
}
