package posthorn.mailbox.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posthorn.mailbox.contract.Waits.get;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.deliverytest.DeliveryTest;
import posthorn.mailbox.deliverytest.DeliveryTest.Outcome;
import posthorn.mailbox.deliverytest.DeliveryTest.Part;
import posthorn.mailbox.deliverytest.DeliveryTest.Reason;
import posthorn.mailbox.deliverytest.DeliveryTest.Step;
import posthorn.mailbox.deliverytest.DeliveryTestStore;

/** The documents of delivery tests. */
public interface DeliveryTestsContract {

    DeliveryTestStore deliveryTests();

    @Test
    default void anAccountHasOneTest() {
        DeliveryTestStore store = deliveryTests();
        String account = DirectoryContract.domain();
        DeliveryTest test = DeliveryTest.begun(account, "a", 1_700_000_000_000L, 0);
        assertEquals(Optional.empty(), get(store.find(account)));
        assertTrue(get(store.add(test)));
        assertFalse(get(store.add(DeliveryTest.begun(account, "b", 1_700_000_000_001L, 0))));
        assertEquals(Optional.of(test), get(store.find(account)));
    }

    @Test
    default void onlyOneOfTwoGoesOn() {
        DeliveryTestStore store = deliveryTests();
        DeliveryTest test =
                DeliveryTest.begun(DirectoryContract.domain(), "a", 1_700_000_000_000L, 0);
        get(store.add(test));
        DeliveryTest sent = test.with(new Step(Part.SEND, Outcome.DONE, Reason.SENT, ""));
        DeliveryTest refused =
                test.with(new Step(Part.SEND, Outcome.FAILED, Reason.REFUSED, "550 no"));
        assertTrue(get(store.replace(test, refused)));
        assertFalse(get(store.replace(test, sent)));
        assertEquals(Optional.of(refused), get(store.find(test.account())));
    }

    @Test
    default void whatBeganLongAgoIsForgotten() {
        DeliveryTestStore store = deliveryTests();
        DeliveryTest old = DeliveryTest.begun(DirectoryContract.domain(), "a", 1_000, 0);
        DeliveryTest late = DeliveryTest.begun(DirectoryContract.domain(), "b", 2_000, 0);
        get(store.add(old));
        get(store.add(late));
        get(store.forget(2_000));
        assertEquals(Optional.empty(), get(store.find(old.account())));
        assertEquals(Optional.of(late), get(store.find(late.account())));
    }
}
