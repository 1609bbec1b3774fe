package posthorn.e2e.loss;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import posthorn.e2e.client.RawConnection;
import posthorn.e2e.load.MixedLoad;
import posthorn.e2e.system.MailSystem;
import posthorn.e2e.system.MailSystem.Use;

/** Two clients of one pod that serves IMAP: one waits in IDLE, one reads its whole mailbox. */
final class ReadersOfPod implements AutoCloseable {

    private static final String USER = MixedLoad.usersNamed(1).getFirst();

    private static final int PATIENCE_SECONDS = 60;

    private final CompletableFuture<String> answered = new CompletableFuture<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final RawConnection waiting;
    private final RawConnection reading;

    private ReadersOfPod(RawConnection waiting, RawConnection reading) {
        this.waiting = waiting;
        this.reading = reading;
    }

    /** Signed in, the mailbox is selected, and the first of them is told of what comes. */
    static ReadersOfPod of(MailSystem system, int pod) throws IOException {
        RawConnection waiting = selected(system, pod);
        waiting.send("i IDLE\r\n");
        awaitLine(waiting, "+ ");
        return new ReadersOfPod(waiting, selected(system, pod));
    }

    private static RawConnection selected(MailSystem system, int pod) throws IOException {
        RawConnection client = RawConnection.connectTls(system.port(Use.IMAPS, pod));
        awaitLine(client, "* OK");
        client.send("l LOGIN " + USER + " " + USER + "\r\n");
        awaitLine(client, "l OK");
        client.send("s SELECT INBOX\r\n");
        awaitLine(client, "s OK");
        return client;
    }

    /** Reads on until a line begins so; fails when the server closes before. */
    static String awaitLine(RawConnection client, String beginning) throws IOException {
        String line = client.line();
        while (!line.startsWith(beginning)) {
            assertTrue(!line.isEmpty(), "the server closed before " + beginning);
            line = client.line();
        }
        return line;
    }

    /** A command that is in hand when the pod is told to stop; its answer is read all the time. */
    void askForMuch() throws IOException {
        reading.send("f UID FETCH 1:* (UID FLAGS BODY.PEEK[])\r\n");
        Thread.ofPlatform().daemon().name("reader of a pod").start(this::readAlong);
    }

    private void readAlong() {
        StringBuilder behind = new StringBuilder();
        try {
            for (String line = reading.line(); !line.isEmpty(); line = reading.line()) {
                if (line.startsWith("f ")) {
                    answered.complete(line);
                } else if (answered.isDone()) {
                    behind.append(line);
                }
            }
            answered.complete("the server closed in the middle");
            ended.complete(behind.toString());
        } catch (IOException e) {
            answered.completeExceptionally(e);
            ended.completeExceptionally(e);
        }
    }

    /** The pod has stopped: what was in hand is whole, and both were told why they are cut off. */
    void assertEndedInOrder() throws IOException {
        try (this) {
            assertAnswered();
            String bye = ended.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
            assertTrue(bye.startsWith("* BYE"), () -> "no BYE: " + bye);
            String told = "\n" + waiting.readAll();
            assertTrue(told.contains("\n* BYE"), () -> "no BYE in IDLE: " + told);
        }
    }

    /** Another service's pod was stopped: neither of them noticed. */
    void assertStillServed() throws IOException {
        try (this) {
            assertAnswered();
            waiting.send("DONE\r\n");
            String end = awaitLine(waiting, "i ");
            assertTrue(end.startsWith("i OK"), end);
        }
    }

    private void assertAnswered() {
        String answer = answered.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        assertTrue(answer.startsWith("f OK"), answer);
    }

    @Override
    public void close() throws IOException {
        waiting.close();
        reading.close();
    }
}
