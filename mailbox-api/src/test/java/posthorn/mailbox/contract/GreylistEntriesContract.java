package posthorn.mailbox.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posthorn.mailbox.contract.Waits.get;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.greylist.GreylistEntries;
import posthorn.mailbox.greylist.GreylistEntries.Entry;
import posthorn.mailbox.greylist.GreylistKey;

/** What pods remember of hosts. */
public interface GreylistEntriesContract {

    long NOW = 1_800_000_000_000L;

    GreylistEntries greylist();

    @Test
    default void entriesAreFoundByTheirKeys() {
        GreylistEntries entries = greylist();
        String network = AccountLogContract.id() + "/24";
        GreylistKey triplet = new GreylistKey.Triplet(network, "c@far.test", "a@here.test");
        GreylistKey other = new GreylistKey.Triplet(network, "c@far.test", "b@here.test");
        GreylistKey proven = new GreylistKey.Proven(network, "far.test");
        GreylistKey known = new GreylistKey.Network(network);
        get(entries.begin(triplet, NOW, NOW + 100));
        get(entries.renew(proven, 1, NOW, NOW + 200));
        assertEquals(
                Map.of(triplet, new Entry(NOW, 0, NOW + 100), proven, new Entry(NOW, 1, NOW + 200)),
                get(entries.find(List.of(triplet, other, proven, known))));
    }

    @Test
    default void anEntryIsRenewedAndBegunAgain() {
        GreylistEntries entries = greylist();
        GreylistKey key = new GreylistKey.Network(AccountLogContract.id() + "/24");
        get(entries.begin(key, NOW, NOW + 100));
        get(entries.renew(key, 1, NOW + 50, NOW + 150));
        get(entries.renew(key, 0, NOW + 60, NOW + 10));
        assertEquals(Map.of(key, new Entry(NOW, 1, NOW + 150)), get(entries.find(List.of(key))));
        get(entries.begin(key, NOW + 70, NOW + 80));
        assertEquals(
                Map.of(key, new Entry(NOW + 70, 0, NOW + 80)), get(entries.find(List.of(key))));
    }

    @Test
    default void visitsAtOnceAreAllCounted() {
        GreylistEntries entries = greylist();
        GreylistKey key = new GreylistKey.Network(AccountLogContract.id() + "/24");
        IntStream.range(0, 20)
                .mapToObj(i -> entries.renew(key, 1, NOW, NOW + 100))
                .toList()
                .forEach(Waits::get);
        assertEquals(Map.of(key, new Entry(NOW, 20, NOW + 100)), get(entries.find(List.of(key))));
    }

    @Test
    default void whatIsOverIsForgotten() {
        GreylistEntries entries = greylist();
        GreylistKey key = new GreylistKey.Network(AccountLogContract.id() + "/24");
        get(entries.begin(key, NOW, NOW + 100));
        get(entries.forget(NOW + 100));
        assertEquals(1, get(entries.find(List.of(key))).size());
        get(entries.forget(NOW + 101));
        assertEquals(Map.of(), get(entries.find(List.of(key))));
    }
}
