package posthorn.e2e.hostile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import posthorn.e2e.client.RawConnection;
import posthorn.e2e.system.MailSystem;
import posthorn.e2e.system.MailSystem.Use;

/**
 * Somebody who sends mail to an account and reads it, over and over, each command as soon as the
 * last one is answered, and notes how long the slowest took.
 */
final class InnocentClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The slowest command so far. */
    private record Slowest(String command, long nanos) {}

    private interface Round {
        void run() throws IOException;
    }

    private final MailSystem system;
    private final String address;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger looked = new AtomicInteger();
    private final AtomicReference<Slowest> slowest = new AtomicReference<>(new Slowest("", 0));
    private final AtomicReference<@Nullable Throwable> trouble = new AtomicReference<>();
    private volatile int inInbox;
    private volatile boolean sentEnough;
    private volatile boolean stopped;

    private InnocentClient(MailSystem system, String address) {
        this.system = system;
        this.address = address;
    }

    /**
     * Starts and waits for the first message in the mailbox.
     *
     * @param address of an account whose password is the address and whose INBOX is empty
     */
    static InnocentClient start(MailSystem system, String address) throws IOException {
        InnocentClient client = new InnocentClient(system, address);
        RawConnection imap = client.signIn();
        client.threads.add(
                Thread.ofVirtual()
                        .name("sender")
                        .start(() -> client.repeat(() -> !client.sentEnough, client::send)));
        client.threads.add(
                Thread.ofVirtual()
                        .name("reader")
                        .start(() -> {
                            client.repeat(() -> !client.stopped, () -> client.look(imap));
                            client.close(imap);
                        }));
        client.awaitRounds(1);
        return client;
    }

    private void repeat(BooleanSupplier goOn, Round round) {
        try {
            while (goOn.getAsBoolean()) {
                round.run();
            }
        } catch (IOException | RuntimeException e) {
            trouble.compareAndSet(null, e);
        }
    }

    private RawConnection signIn() throws IOException {
        RawConnection imap = RawConnection.connectTls(system.port(Use.IMAPS));
        imap.line();
        ask(imap, "l LOGIN " + address + " " + address, "l OK");
        ask(imap, "s SELECT INBOX", "s OK");
        return imap;
    }

    private void send() throws IOException {
        try (RawConnection smtp = RawConnection.connect(system.port(Use.SMTP))) {
            expect("the greeting", smtp, "220 ");
            ask(smtp, "EHLO innocent.test", "250 ");
            ask(smtp, "MAIL FROM:<innocent@elsewhere.test>", "250 ");
            ask(smtp, "RCPT TO:<" + address + ">", "250 ");
            ask(smtp, "DATA", "354 ");
            ask(smtp, "Subject: innocent\r\n\r\nHello.\r\n.", "250 ");
            sent.incrementAndGet();
            ask(smtp, "QUIT", "221 ");
        }
    }

    private void look(RawConnection imap) throws IOException {
        ask(imap, "n NOOP", "n OK");
        ask(imap, "f FETCH 1:* (FLAGS)", inInbox == 0 ? "f " : "f OK");
        looked.incrementAndGet();
    }

    private void ask(RawConnection connection, String command, String answer) throws IOException {
        connection.send(command + "\r\n");
        expect(command.split("\r\n", 2)[0], connection, answer);
    }

    /** Reads up to the answer; what else an IMAP server says is noted. */
    private void expect(String command, RawConnection connection, String answer)
            throws IOException {
        long begun = System.nanoTime();
        String line = connection.line();
        while (!line.startsWith(answer)) {
            if (line.startsWith("* ") && line.endsWith(" EXISTS\r\n")) {
                inInbox = Integer.parseInt(line.split(" ")[1]);
            } else if (!line.startsWith("* ") && !line.matches("(?s)\\d{3}-.*")) {
                throw new IOException(command + " is answered " + line);
            }
            line = connection.line();
        }
        long nanos = System.nanoTime() - begun;
        slowest.accumulateAndGet(new Slowest(command, nanos), (a, b) -> a.nanos >= b.nanos ? a : b);
    }

    private void close(RawConnection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            trouble.compareAndSet(null, e);
        }
    }

    /** Waits for so many more messages that are sent and stand in the mailbox, and looks at it. */
    void awaitRounds(int count) {
        int wanted = inInbox + count;
        int looks = looked.get() + count;
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> trouble.get() != null || (inInbox >= wanted && looked.get() >= looks));
    }

    /** Stops, and fails unless every command was served in time and all mail is there. */
    void assertServed(Duration slowestCommand) throws InterruptedException {
        sentEnough = true;
        threads.getFirst().join();
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> trouble.get() != null || inInbox >= sent.get());
        stopped = true;
        threads.getLast().join();
        Throwable cause = trouble.get();
        if (cause != null) {
            throw new AssertionError("the innocent client was not served", cause);
        }
        Slowest worst = Objects.requireNonNull(slowest.get());
        System.out.printf(
                "innocent: %d messages, %d looks, slowest %d ms (%s)%n",
                sent.get(), looked.get(), worst.nanos / 1_000_000, worst.command);
        assertTrue(worst.nanos <= slowestCommand.toNanos(), worst::toString);
    }

    @Override
    public void close() {
        sentEnough = true;
        stopped = true;
    }
}
