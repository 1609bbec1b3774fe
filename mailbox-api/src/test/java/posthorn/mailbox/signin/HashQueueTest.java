package posthorn.mailbox.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class HashQueueTest {

    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final HashQueue queue = new HashQueue(1, 4, 3, threads::add);

    private void add(String network, boolean good, String name) {
        queue.add(
                new HashQueue.Client(network, good),
                new HashQueue.Task(() -> done.add(name), () -> refused.add(name)));
    }

    private void run() {
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
    }

    @Test
    void strangersTakeTurnsByTheirNetwork() {
        add("first", false, "first");
        add("a", false, "a1");
        add("a", false, "a2");
        add("a", false, "a3");
        add("b", false, "b1");
        run();
        assertEquals(List.of("first", "a1", "b1", "a2", "a3"), done);
    }

    @Test
    void whoWasLetInBeforeWaitsForNoStranger() {
        add("first", false, "first");
        add("a", false, "a1");
        add("b", false, "b1");
        add("c", true, "c1");
        add("a", true, "a2");
        run();
        assertEquals(List.of("first", "c1", "a2", "a1", "b1"), done);
    }

    @Test
    void oneNetworkHasABoundedLine() {
        add("first", false, "first");
        for (int i = 1; i <= 5; i++) {
            add("a", false, "a" + i);
        }
        assertEquals(List.of("a4", "a5"), refused);
    }

    @Test
    void whoeverWaitsMostOftenGivesWay() {
        add("first", false, "first");
        add("a", false, "a1");
        add("a", false, "a2");
        add("a", false, "a3");
        add("b", false, "b1");
        add("c", false, "c1");
        assertEquals(List.of("a3"), refused);
        add("d", false, "d1");
        add("e", false, "e1");
        assertEquals(List.of("a3", "a2", "e1"), refused);
        add("f", true, "f1");
        run();
        assertEquals(List.of("first", "f1", "a1", "b1", "c1", "d1"), done);
        assertEquals(0, queue.held());
    }

    @Test
    void aBoundedNumberRunsAtOnce() {
        HashQueue two = new HashQueue(2, 10, 10, threads::add);
        for (int i = 0; i < 5; i++) {
            two.add(
                    new HashQueue.Client("n" + i, false),
                    new HashQueue.Task(() -> done.add(""), () -> refused.add("")));
        }
        assertEquals(2, threads.size());
        run();
        assertEquals(5, done.size());
        assertEquals(0, two.held());
    }
}
