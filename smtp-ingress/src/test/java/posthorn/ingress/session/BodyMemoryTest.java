package posthorn.ingress.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import posthorn.ingress.memory.SessionFixture;

class BodyMemoryTest {
    private static final long TOTAL = 100_000;

    private final SessionFixture fixture = new SessionFixture(TOTAL);

    @Test
    void allSessionsTogetherStayBelowTheBound() {
        List<MemoryWire> wires = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            MemoryWire wire = new MemoryWire(Role.MX, SessionFixture.settings(), fixture, 1_000);
            say(wire, "HELO x\r\nMAIL FROM:<>\r\nRCPT TO:<bob@example.test>\r\nDATA\r\n");
            say(wire, "Subject: x\r\n\r\n" + "x".repeat(98).concat("\r\n").repeat(150));
            wires.add(wire);
            assertTrue(fixture.memory().used() <= TOTAL, "more than the bound");
        }
        int taken = 0;
        int later = 0;
        for (MemoryWire wire : wires) {
            say(wire, ".\r\n");
            String answer = wire.unread().getLast();
            taken += answer.startsWith("250 2.0.0") ? 1 : 0;
            later += answer.startsWith("452 4.3.1") ? 1 : 0;
        }
        assertEquals(wires.size(), taken + later);
        assertTrue(taken >= 5 && later >= 40, taken + " taken, " + later + " later");
        assertEquals(0, fixture.memory().used());
    }

    @Test
    void memoryIsThereAgainAfterwards() {
        for (int i = 0; i < 50; i++) {
            MemoryWire wire = new MemoryWire(Role.MX, SessionFixture.settings(), fixture, 1_000);
            say(wire, "HELO x\r\nMAIL FROM:<>\r\nRCPT TO:<bob@example.test>\r\nDATA\r\n");
            say(wire, "x\r\n".repeat(4_000));
            assertTrue(fixture.memory().used() > 0);
            wire.leave();
            assertEquals(0, fixture.memory().used());
        }
    }

    @Test
    void oneClientLeavesRoomForOthers() {
        BodyMemory memory = new BodyMemory(1_000, 300);
        BodyMemory.Share greedy = memory.share("192.0.2.1");
        BodyMemory.Share sameClient = memory.share("192.0.2.1");
        BodyMemory.Share other = memory.share("192.0.2.7");
        assertTrue(greedy.take(200));
        assertFalse(sameClient.take(101));
        assertTrue(sameClient.take(100));
        assertTrue(other.take(300));
        assertEquals(2, memory.holders());
        greedy.giveBack(200);
        sameClient.giveBack(100);
        other.giveBack(300);
        assertEquals(0, memory.used());
        assertEquals(0, memory.holders());
    }

    @Test
    void largeMessageIsStreamedInSmallPiecesWhenTheShareIsUsedUp() {
        SessionFixture tight = new SessionFixture(1 << 20, 20_000);
        MemoryWire wire = new MemoryWire(Role.MX, SessionFixture.settings(), tight, 1_000);
        say(wire, "HELO x\r\nMAIL FROM:<>\r\nRCPT TO:<bob@example.test>\r\nDATA\r\n");
        BodyMemory.Share rest = tight.memory().share("192.0.2.1");
        say(wire, "Subject: x\r\n\r\n" + "x".repeat(98).concat("\r\n").repeat(200));
        assertFalse(rest.take(20_000));
        say(wire, "x".repeat(98).concat("\r\n").repeat(400) + ".\r\n");
        assertTrue(wire.unread().getLast().startsWith("250 2.0.0"));
        assertEquals(1, tight.bodies().stored().size());
        assertEquals(0, tight.memory().used());
    }

    private static void say(MemoryWire wire, String text) {
        wire.send(text.getBytes(StandardCharsets.US_ASCII));
    }
}
