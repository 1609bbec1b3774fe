package posthorn.mailbox.memory;

import java.time.InstantSource;
import posthorn.mailbox.account.checkpoint.Manifests;
import posthorn.mailbox.account.checkpoint.Segments;
import posthorn.mailbox.account.log.AccountLog;
import posthorn.mailbox.accountcache.BodyStore;
import posthorn.mailbox.clients.EventCounts;
import posthorn.mailbox.contract.AccountLogContract;
import posthorn.mailbox.contract.BodiesAndSegmentsContract;
import posthorn.mailbox.contract.DirectoryContract;
import posthorn.mailbox.contract.DomainKeysContract;
import posthorn.mailbox.contract.EventCountsContract;
import posthorn.mailbox.contract.SignInRecordsContract;
import posthorn.mailbox.contract.TransitBodiesContract;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.dkim.DomainKeyStore;
import posthorn.mailbox.intake.TransitBodies;
import posthorn.mailbox.signin.SignInRecords;

/** The ports in memory keep their promises. */
class MemoryStoresTest
        implements AccountLogContract,
                BodiesAndSegmentsContract,
                DirectoryContract,
                EventCountsContract,
                DomainKeysContract,
                SignInRecordsContract,
                TransitBodiesContract {

    private final MemoryManifests manifests = new MemoryManifests();
    private final MemoryLog log = new MemoryLog(manifests);
    private final MemoryBodiesAndSegments.Bodies bodies = new MemoryBodiesAndSegments.Bodies();
    private final MemoryBodiesAndSegments.Parts segments = new MemoryBodiesAndSegments.Parts();
    private final MemoryDirectory directory = new MemoryDirectory();

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
    public DomainKeyStore domainKeys() {
        return new MemoryDomainKeys();
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
    public SignInRecords signIns() {
        return new MemorySignInRecords();
    }
}
