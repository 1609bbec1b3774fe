package posthorn.imap.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class InputBudgetTest {
    private final InputBudget budget = new InputBudget(1_000, 600);

    private static int beyondFree(int octets) {
        return InputBudget.FREE + octets;
    }

    @Test
    void oneClientLeavesRoomForOthers() {
        InputBudget.Share one = budget.share("2001:db8:0:0:0:0:0:1");
        InputBudget.Share neighbour = budget.share("2001:db8:0:0:0:0:0:2");
        InputBudget.Share other = budget.share("192.0.2.1");
        assertTrue(one.hold(beyondFree(500)));
        assertFalse(neighbour.hold(beyondFree(101)));
        assertTrue(neighbour.hold(beyondFree(100)));
        assertTrue(other.hold(beyondFree(400)));
        assertFalse(other.hold(beyondFree(401)));
        assertEquals(1_000, budget.held());
    }

    @Test
    void whatIsHeldNoLongerIsGivenBack() {
        InputBudget.Share one = budget.share("192.0.2.1");
        assertTrue(one.hold(InputBudget.FREE));
        assertEquals(0, budget.held());
        assertTrue(one.hold(beyondFree(600)));
        assertTrue(one.hold(beyondFree(10)));
        assertEquals(10, budget.held());
        one.hold(0);
        assertEquals(0, budget.held());
        assertTrue(budget.share("192.0.2.1").hold(beyondFree(600)));
    }
}
