package posthorn.delivery.dispatch;

import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import posthorn.delivery.queue.DeadWorkers;

/**
 * Who a worker is, with its sources of time and chance.
 *
 * @param worker its id, as {@link DeadWorkers} reads it
 * @param clock the wall clock
 * @param random the source of chance for delays
 * @param tokens gives a fresh claim token each time
 */
public record WorkerIdentity(
        String worker, InstantSource clock, RandomGenerator random, Supplier<String> tokens) {}
