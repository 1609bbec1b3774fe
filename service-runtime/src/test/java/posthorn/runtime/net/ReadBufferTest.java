package posthorn.runtime.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class ReadBufferTest {
    private final ReadBuffer readBuffer = new ReadBuffer();

    private void add(String text) {
        readBuffer.add(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Takes so many octets in one go, and nothing of a second offer. */
    private String take(int count) {
        byte[] taken = new byte[count];
        AtomicBoolean done = new AtomicBoolean();
        readBuffer.offer(
                () -> true,
                in -> {
                    if (!done.getAndSet(true)) {
                        in.get(taken);
                    }
                });
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
        readBuffer.offer(() -> true, rest -> assertEquals(4, rest.capacity()));
        assertEquals("rest", take(4));
    }

    @Test
    void whatIsTakenInPartIsOfferedAgainUntilNothingIsTaken() {
        add("abcde");
        List<String> offers = new ArrayList<>();
        boolean taking =
                readBuffer.offer(
                        () -> true,
                        in -> {
                            offers.add(StandardCharsets.US_ASCII.decode(in.slice()).toString());
                            if (in.remaining() > 1) {
                                in.position(in.position() + 2);
                            }
                        });
        assertEquals(List.of("abcde", "cde", "e"), offers);
        assertFalse(taking);
        assertEquals(1, readBuffer.size());
    }

    @Test
    void nothingIsOfferedWhenNoMoreIsWanted() {
        add("abc");
        readBuffer.offer(
                () -> false,
                in -> {
                    throw new IllegalStateException("offered");
                });
        assertEquals(3, readBuffer.size());
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
