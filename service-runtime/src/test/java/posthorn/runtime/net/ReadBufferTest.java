package posthorn.runtime.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ReadBufferTest {
    private final ReadBuffer readBuffer = new ReadBuffer();

    private void add(String text) {
        readBuffer.add(text.getBytes(StandardCharsets.US_ASCII));
    }

    private String take(int count) {
        byte[] taken = new byte[count];
        readBuffer.content().get(taken);
        readBuffer.settle();
        return new String(taken, StandardCharsets.US_ASCII);
    }

    @Test
    void whatIsLeftComesBeforeWhatFollows() {
        add("one two");
        assertEquals("one ", take(4));
        add(" three");
        assertEquals("two three", take(9));
        assertTrue(readBuffer.isEmpty());
    }

    @Test
    void aShortRestDoesNotHoldALargeArray() {
        add("x".repeat(16_000) + "rest");
        take(16_000);
        assertEquals(4, readBuffer.content().capacity());
        assertEquals("rest", take(4));
    }

    @Test
    void anIpv6HostIsItsNetworkForTheLimit() {
        ConnectionLimits limits = new ConnectionLimits(10, 1);
        assertNull(limits.enter("2001:db8:1:2:0:0:0:1"));
        assertEquals(CloseReason.TOO_MANY_FROM_CLIENT, limits.enter("2001:db8:1:2:a:b:c:d"));
        assertNull(limits.enter("2001:db8:1:3:0:0:0:1"));
        limits.leave("2001:db8:1:2:0:0:0:1");
        assertNull(limits.enter("2001:db8:1:2:a:b:c:d"));
    }
}
