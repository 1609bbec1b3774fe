package posthorn.delivery.pace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import posthorn.delivery.pace.SiteRecord.Holder;
import posthorn.delivery.pace.SiteRecord.Want;

/** What workers count on when they tell one another of sites. */
public abstract class PaceStoreContract {

    /** An empty store. */
    protected abstract PaceStore store();

    @Test
    void documentIsWhatWasWritten() {
        PaceStore store = store();
        SiteRecord site =
                new SiteRecord(
                        "a.test,b.test",
                        1,
                        new SiteBounds(2.5, Double.POSITIVE_INFINITY, 3),
                        1,
                        List.of(new Holder("w/1", 4, new Want(5, 60.5), 2, 30.25)),
                        new LastReply("mx.a.test[192.0.2.1]:25", "421 4.7.0 slow down", 77));
        assertEquals(Set.of("a.test,b.test"), store.replace("w/1", List.of(site)));
        assertEquals(Map.of("a.test,b.test", site), store.read(List.of("a.test,b.test", "c.test")));
    }

    @Test
    void onlyTheNextVersionIsWrittenAndOthersAreNotHeldUpByThat() {
        PaceStore store = store();
        assertEquals(Set.of("a.test"), store.replace("w/1", List.of(site("a.test", 1, 10))));
        assertEquals(
                Set.of("b.test"),
                store.replace("w/2", List.of(site("a.test", 1, 5), site("b.test", 1, 5))));
        assertEquals(Set.of(), store.replace("w/2", List.of(site("a.test", 3, 5))));
        assertEquals(Set.of("a.test"), store.replace("w/2", List.of(site("a.test", 2, 7))));
        assertEquals(
                7, store.read(List.of("a.test")).values().iterator().next().bounds().connections());
    }

    @Test
    void newestStandFirst() {
        PaceStore store = store();
        store.replace(
                "w/1", List.of(heard("a.test", 10), heard("b.test", 30), heard("c.test", 20)));
        assertEquals(
                List.of("b.test", "c.test"),
                store.newest(2).stream().map(SiteRecord::site).toList());
    }

    @Test
    void warmUpIsTakenFromByOneAfterTheOther() {
        PaceStore store = store();
        assertEquals(Optional.empty(), store.warmUp("x google.com"));
        WarmUpRecord begun = WarmUpRecord.begins("x google.com", 20_000, 100);
        assertTrue(store.replace("w/1", begun.next(2, 0, 0)));
        assertFalse(store.replace("w/2", begun.next(3, 0, 0)), "w/1 came first");
        WarmUpRecord stands = store.warmUp("x google.com").orElseThrow();
        assertEquals(2, stands.taken());
        assertTrue(store.replace("w/2", stands.next(3, 1, 1)));
        assertEquals(
                List.of(new WarmUpRecord("x google.com", 2, 20_000, 100, 5, 1, 1)),
                store.warmUps(10));
    }

    @Test
    void clockIsTheSameForAll() {
        PaceStore store = store();
        assertTrue(store.now() > 0);
    }

    private static SiteRecord heard(String name, long at) {
        return new SiteRecord(
                name, 1, new SiteBounds(1, 30, 0), 0, List.of(), new LastReply("mx", "250 ok", at));
    }

    private static SiteRecord site(String name, long version, double connections) {
        return new SiteRecord(
                name, version, new SiteBounds(connections, 60, 0), 0, List.of(), LastReply.NONE);
    }
}
