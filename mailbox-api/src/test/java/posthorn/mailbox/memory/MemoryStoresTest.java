package posthorn.mailbox.memory;

import java.time.InstantSource;
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

/** The ports in memory keep their promises. */
class MemoryStoresTest
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

    private final MemoryManifests manifests = new MemoryManifests();
    private final MemoryLog log = new MemoryLog(manifests);
    private final MemoryBodiesAndSegments.Bodies bodies = new MemoryBodiesAndSegments.Bodies();
    private final MemoryBodiesAndSegments.Parts segments = new MemoryBodiesAndSegments.Parts();
    private final MemoryDirectory directory = new MemoryDirectory();
    private final MemoryAccess access = new MemoryAccess();

    @Override
    public AccountLog log() {
        return log;
    }

    @Override
    public Manifests manifests() {
        return manifests;
    }

    @Override
    public BodyStore bodies() {
        return bodies;
    }

    @Override
    public Segments segments() {
        return segments;
    }

    @Override
    public DirectoryStore directory() {
        return directory;
    }

    @Override
    public CertificateStore certificates() {
        return new MemoryCertificates();
    }

    @Override
    public DomainKeyStore domainKeys() {
        return new MemoryDomainKeys();
    }

    @Override
    public DomainQuotaStore domainQuotas() {
        return new MemoryDomainQuotas();
    }

    @Override
    public VacationStore vacations() {
        return new MemoryVacations();
    }

    @Override
    public ReplyClaims replyClaims() {
        return new MemoryReplyClaims();
    }

    @Override
    public DeliveryTestStore deliveryTests() {
        return new MemoryDeliveryTests();
    }

    @Override
    public TransitBodies transit(InstantSource clock) {
        return new MemoryTransitBodies(clock);
    }

    @Override
    public EventCounts eventCounts() {
        return new MemoryEventCounts();
    }

    @Override
    public GreylistEntries greylist() {
        return new MemoryGreylistEntries();
    }

    @Override
    public SignInRecords signIns() {
        return new MemorySignInRecords();
    }

    @Override
    public AccessStore access() {
        return access;
    }

    @Override
    public SignInJournal journal(int most) {
        return new MemorySignInJournal(most);
    }

    @Override
    public SessionStore sessions() {
        return new MemorySessions();
    }
}
