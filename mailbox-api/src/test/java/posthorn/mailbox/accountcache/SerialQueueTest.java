package posthorn.mailbox.accountcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class SerialQueueTest {
    private final Machine machine = new Machine();
    private final SerialQueue queue = new SerialQueue(machine::execute, System::nanoTime);
    private final List<Integer> ran = new ArrayList<>();

    @Test
    void anErrorStopsNoOtherTask() {
        queue.execute(() -> {
            throw new StackOverflowError("pretended");
        });
        queue.execute(() -> ran.add(1));
        machine.run();
        queue.execute(() -> ran.add(2));
        machine.run();
        assertEquals(List.of(1, 2), ran);
    }

    @Test
    void manyTasksRunInOrder() {
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int number = i;
            queue.execute(() -> ran.add(number));
            expected.add(i);
        }
        machine.run();
        assertEquals(expected, ran);
    }

    @Test
    void closesOnlyWhenNothingWaits() {
        queue.execute(() -> ran.add(1));
        assertFalse(queue.closeIf(() -> true));
        machine.run();
        assertFalse(queue.closeIf(() -> false));
        assertTrue(queue.closeIf(() -> true));
        assertFalse(queue.execute(() -> ran.add(2)));
    }

    @Test
    void threadsThatTakeNothingMoreAreNoClosedQueue() {
        SerialQueue stopped =
                new SerialQueue(
                        task -> {
                            throw new RejectedExecutionException("pretended");
                        },
                        System::nanoTime);
        assertThrows(RejectedExecutionException.class, () -> stopped.execute(() -> ran.add(1)));
        assertThrows(RejectedExecutionException.class, () -> stopped.execute(() -> ran.add(2)));
        assertEquals(List.of(), ran);
    }
}
