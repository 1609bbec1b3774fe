package posthorn.mailbox.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posthorn.mailbox.contract.Waits.get;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.account.Access;
import posthorn.mailbox.account.Change;
import posthorn.mailbox.account.CommandOutcome;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.account.checkpoint.Manifest;
import posthorn.mailbox.account.checkpoint.Manifests;
import posthorn.mailbox.account.log.AccountLog;
import posthorn.mailbox.account.log.Floor;
import posthorn.mailbox.account.log.InsertAnswer;
import posthorn.protocol.wire.MessageIds;

/** The log of entries. */
public interface AccountLogContract {

    AccountLog log();

    Manifests manifests();

    static String id() {
        return MessageIds.random(new java.security.SecureRandom());
    }

    static Entry entry(String account, long n, String... keys) {
        String proposal = id();
        List<String> all = new ArrayList<>(List.of(keys));
        all.add(proposal);
        return new Entry(
                account,
                n,
                proposal,
                all,
                List.of(new Change.AccessChanged(n, Access.ACTIVE, 2 * n)),
                "",
                1000 + n,
                List.of(
                        new Entry.KeyResult(
                                all.getFirst(), new Result(n, CommandOutcome.Done.at(n)))));
    }

    default void insertAll(String account, int count) {
        LongStream.rangeClosed(1, count)
                .forEach(n -> assertEquals(InsertAnswer.OK, insert(entry(account, n))));
    }

    default InsertAnswer insert(Entry entry) {
        return get(log().insert(List.of(entry))).getFirst();
    }

    @Test
    default void whatWasInsertedIsReadAsItWas() {
        Entry entry = entry(id(), 1, "create");
        assertEquals(InsertAnswer.OK, insert(entry));
        assertEquals(List.of(entry), get(log().read(entry.account(), 1, 10)));
        assertEquals(List.of(entry), get(log().find(entry.account(), List.of("x", "create"))));
        assertEquals(1, get(log().head(entry.account())));
        assertEquals(0, get(log().head(id())));
    }

    @Test
    default void aNumberIsGivenOnce() {
        String account = id();
        assertEquals(InsertAnswer.OK, insert(entry(account, 1)));
        assertEquals(InsertAnswer.NUMBER_TAKEN, insert(entry(account, 1)));
        assertEquals(InsertAnswer.OK, insert(entry(id(), 1)));
    }

    @Test
    default void aKeyIsGivenOnceInAnAccount() {
        String account = id();
        assertEquals(InsertAnswer.OK, insert(entry(account, 1, "a", "b")));
        assertEquals(InsertAnswer.KEY_TAKEN, insert(entry(account, 2, "b", "c")));
        assertEquals(InsertAnswer.OK, insert(entry(id(), 1, "b")));
        assertEquals(InsertAnswer.OK, insert(entry(account, 2, "c")));
    }

    @Test
    default void oneThatIsRefusedHindersNoOther() {
        String account = id();
        assertEquals(InsertAnswer.OK, insert(entry(account, 1)));
        List<InsertAnswer> answers =
                get(log().insert(List.of(entry(id(), 1), entry(account, 1), entry(id(), 1))));
        assertEquals(List.of(InsertAnswer.OK, InsertAnswer.NUMBER_TAKEN, InsertAnswer.OK), answers);
    }

    @Test
    default void entriesAreReadInOrderAndInPages() {
        String account = id();
        insertAll(account, 25);
        List<Entry> page = get(log().read(account, 11, 10));
        assertEquals(
                LongStream.rangeClosed(11, 20).boxed().toList(),
                page.stream().map(Entry::n).toList());
        assertTrue(get(log().read(account, 26, 10)).isEmpty());
    }

    @Test
    default void onlyTheProposalsOwnEntryIsRemoved() {
        Entry entry = entry(id(), 1);
        insert(entry);
        get(log().remove(entry.account(), 1, "another"));
        assertEquals(1, get(log().head(entry.account())));
        get(log().remove(entry.account(), 1, entry.proposal()));
        assertEquals(0, get(log().head(entry.account())));
    }

    @Test
    default void entriesAreDeletedUpToANumber() {
        String account = id();
        insertAll(account, 450);
        get(log().deleteThrough(account, 430));
        assertEquals(431, get(log().read(account, 1, 10)).getFirst().n());
        assertEquals(450, get(log().head(account)));
    }

    @Test
    default void theFloorIsTheManifests() {
        String account = id();
        assertEquals(Floor.NONE, get(log().floor(account)));
        Manifest first = manifest(account, 1, new Floor(7, 70));
        assertTrue(get(manifests().replace(first)));
        assertEquals(new Floor(7, 70), get(log().floor(account)));
    }

    @Test
    default void aManifestIsReplacedByItsSuccessorAlone() {
        String account = id();
        Manifest first = manifest(account, 1, Floor.NONE);
        assertTrue(get(manifests().replace(first)));
        assertTrue(!get(manifests().replace(manifest(account, 1, new Floor(1, 1)))));
        Manifest second = manifest(account, 2, new Floor(2, 2));
        assertTrue(get(manifests().replace(second)));
        assertTrue(!get(manifests().replace(second)));
        assertTrue(!get(manifests().replace(manifest(account, 4, Floor.NONE))));
        assertEquals(second, get(manifests().read(account)).orElseThrow());
    }

    private static Manifest manifest(String account, long revision, Floor floor) {
        return new Manifest(
                account,
                revision,
                9,
                90,
                "root",
                3,
                4,
                floor,
                List.of(new Manifest.Past(5, 50, "old")));
    }
}
