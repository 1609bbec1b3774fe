package posthorn.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessageIdsTest {

    @Test
    void randomIdsHaveTheFormAndDiffer() {
        Random random = new Random(7);
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            String id = MessageIds.random(random);
            assertTrue(MessageIds.isId(id), id);
            assertTrue(ids.add(id));
        }
    }

    @Test
    void theSameFollowUpHasTheSameId() {
        String once = MessageIds.derived("p", "0", "dsn", 0);
        assertTrue(MessageIds.isId(once));
        assertEquals(once, MessageIds.derived("p", "0", "dsn", 0));
    }

    @Test
    void whatIsNotTheSameFollowUpHasAnotherId() {
        String once = MessageIds.derived("p", "0", "dsn", 0);
        assertNotEquals(once, MessageIds.derived("p", "1", "dsn", 0));
        assertNotEquals(once, MessageIds.derived("p0", "", "dsn", 0));
        assertNotEquals(once, MessageIds.derived("p", "0", "delay", 0));
        assertNotEquals(once, MessageIds.derived("p", "0", "dsn", 1));
    }

    @Test
    void othersAreNoIds() {
        assertFalse(MessageIds.isId(""));
        assertFalse(MessageIds.isId("A".repeat(26)));
        assertFalse(MessageIds.isId("a".repeat(27)));
    }
}
