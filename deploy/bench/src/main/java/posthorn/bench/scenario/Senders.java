package posthorn.bench.scenario;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import posthorn.bench.client.SmtpClient;
import posthorn.bench.measure.Latencies;
import posthorn.bench.subject.MeasuredSystem;

/** Many connections that send, each as fast as it is answered; and the wait for what they sent. */
final class Senders {

    private static final String FROM = "sender@elsewhere.test";
    private static final long PATIENCE_NANOS = 300_000_000_000L;
    private static final int LOOK_MILLIS = 20;

    private Senders() {}

    /**
     * Sends messages over so many connections; from each last dot to its answer.
     *
     * @param recipients of the message with this number
     */
    static Latencies send(
            MeasuredSystem subject,
            int connections,
            int messages,
            byte[] message,
            IntFunction<List<String>> recipients)
            throws IOException, InterruptedException {
        Latencies times = new Latencies();
        AtomicInteger next = new AtomicInteger();
        all(
                connections,
                connection -> {
                    try (SmtpClient client = SmtpClient.connect(subject.smtp())) {
                        for (int n = next.getAndIncrement();
                                n < messages;
                                n = next.getAndIncrement()) {
                            times.add(client.send(FROM, recipients.apply(n), message));
                        }
                    }
                });
        return times;
    }

    /** One of several things that are done at once. */
    interface Task {
        /** Does the one with this number, from 0 on. */
        void run(int number) throws IOException;
    }

    /** Does so many things at once and waits for all. */
    static void all(int count, Task task) throws IOException, InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                running.add(
                        threads.submit(() -> {
                            task.run(number);
                            return null;
                        }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        }
    }

    /** Waits until so many deliveries more than {@code before} were made. */
    static void awaitDelivered(MeasuredSystem subject, long before, long count)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (subject.delivered() - before < count) {
            if (System.nanoTime() > end) {
                throw new IOException(
                        (subject.delivered() - before) + " of " + count + " were delivered");
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }
}
