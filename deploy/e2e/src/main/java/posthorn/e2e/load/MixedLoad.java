package posthorn.e2e.load;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import posthorn.e2e.client.AngusSmtp;
import posthorn.e2e.load.Sent.Fate;

/**
 * Clients that send a given number of messages of all kinds and sizes, each in one go, and write
 * down what they were answered.
 */
public final class MixedLoad {

    /** Domain of the accounts. */
    public static final String LOCAL_DOMAIN = "example.test";

    /** Domain of the second mail server. */
    public static final String REMOTE_DOMAIN = "remote.test";

    /** So many messages that only {@link #stop()} ends the load. */
    public static final int UNTIL_STOPPED = 1_000_000;

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int REFUSED_AT_MOST = 100;
    private static final int LARGE_EVERY = 50;
    private static final int SMALLEST = 1024;
    private static final int USUAL = 16 * 1024;
    private static final int LARGEST = 2 * 1024 * 1024;

    private final IntFunction<AngusSmtp> submission;
    private final List<String> users;
    private final long seed;
    private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> trouble = new AtomicReference<>();
    private final CountDownLatch done;
    private final int messages;
    private volatile boolean stopped;

    /**
     * @param submission client number to a client that is not signed in yet
     * @param users addresses of accounts whose password is their own address
     */
    public MixedLoad(
            IntFunction<AngusSmtp> submission,
            List<String> users,
            int messages,
            int clients,
            long seed) {
        this.submission = submission;
        this.users = users;
        this.messages = messages;
        this.seed = seed;
        this.done = new CountDownLatch(clients);
        for (int client = 0; client < clients; client++) {
            int number = client;
            Thread.ofVirtual().name("client " + client).start(() -> run(number));
        }
    }

    /** How many messages have been answered with 250 so far. */
    public int answered() {
        return answered.get();
    }

    /**
     * Waits until so many messages have been answered with 250.
     *
     * @throws ConditionTimeoutException when that takes longer than five minutes
     */
    public void awaitAnswered(int wanted) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> answered() >= wanted);
    }

    /** No client begins another message. */
    public void stop() {
        stopped = true;
    }

    /**
     * Waits until all are sent, or after {@link #stop()} until nobody sends any more; what the
     * clients wrote down.
     *
     * @throws AssertionError when a client gave up, or that takes longer than {@code patience}
     */
    public List<Sent> await(Duration patience) throws InterruptedException {
        boolean ended = done.await(patience.toSeconds(), TimeUnit.SECONDS);
        stop();
        Throwable cause = trouble.get();
        if (cause != null || !ended) {
            throw new AssertionError(
                    answered.get() + " of " + messages + " messages could be sent", cause);
        }
        return List.copyOf(sent);
    }

    private void run(int client) {
        try {
            int refused = 0;
            while (!stopped && answered.get() < messages) {
                Sent one = send(client, next.getAndIncrement());
                sent.add(one);
                if (one.answered()) {
                    answered.incrementAndGet();
                    refused = 0;
                } else if (++refused > REFUSED_AT_MOST) {
                    throw new IllegalStateException(refused + " messages in a row are refused");
                } else if (!stopped) {
                    untilItAnswers(client);
                }
            }
        } catch (RuntimeException e) {
            trouble.compareAndSet(null, e);
        } finally {
            done.countDown();
        }
    }

    /**
     * A client whose server is away comes back when it is there again, with another message: nobody
     * knows what became of this one.
     */
    private void untilItAnswers(int client) {
        AngusSmtp server = submission.apply(client);
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    if (stopped) {
                        return true;
                    }
                    try (Socket socket = new Socket(server.host(), server.port())) {
                        return socket.isConnected();
                    } catch (IOException e) {
                        return false;
                    }
                });
    }

    private Sent send(int client, int n) {
        SplittableRandom random = new SplittableRandom(seed + n);
        String sender = users.get(random.nextInt(users.size()));
        Fate fate = fate(random.nextInt(10));
        String mark = "m" + seed + "." + n;
        String recipient = recipient(fate, mark, random);
        byte[] message = message(mark, sender, recipient, size(n, random), random);
        try {
            submission.apply(client).as(sender, sender).send(sender, List.of(recipient), message);
            return new Sent(mark, sender, recipient, fate, true);
        } catch (MessagingException e) {
            return new Sent(mark, sender, recipient, fate, false);
        }
    }

    private static Fate fate(int die) {
        if (die < 6) {
            return Fate.LOCAL;
        }
        return die < 8 ? Fate.REMOTE : die == 8 ? Fate.DEFERRED : Fate.BOUNCED;
    }

    private String recipient(Fate fate, String mark, SplittableRandom random) {
        return switch (fate) {
            case LOCAL -> users.get(random.nextInt(users.size()));
            case REMOTE -> "ok." + mark + "@" + REMOTE_DOMAIN;
            case DEFERRED -> "later." + mark + "@" + REMOTE_DOMAIN;
            case BOUNCED -> "never." + mark + "@" + REMOTE_DOMAIN;
        };
    }

    private static int size(int n, SplittableRandom random) {
        return n % LARGE_EVERY == 0
                ? random.nextInt(USUAL, LARGEST)
                : random.nextInt(SMALLEST, USUAL);
    }

    private static byte[] message(
            String mark, String sender, String recipient, int size, SplittableRandom random) {
        StringBuilder text = new StringBuilder(size + 200);
        text.append("From: ").append(sender).append("\r\nTo: ").append(recipient);
        text.append("\r\nSubject: load\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\nMessage-ID: <")
                .append(mark)
                .append("@load.test>\r\n\r\n");
        while (text.length() < size) {
            text.append(Long.toString(random.nextLong() & Long.MAX_VALUE, 36)).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The recipients' addresses and what the second server has to say to them are told apart by the
     * first label.
     */
    public static List<String> usersNamed(int count) {
        List<String> users = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            users.add("user" + i + "@" + LOCAL_DOMAIN);
        }
        return users;
    }
}
