package posthorn.runtime.net;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A protocol of a few words, one a line: enough to drive every path of the connection code. */
final class WordProtocol implements Protocol {
    final Queue<String> heard = new ConcurrentLinkedQueue<>();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger consumedWhileFull = new AtomicInteger();
    volatile @Nullable MailConnection last;
    final CountDownLatch gate = new CountDownLatch(1);
    final CountDownLatch reached = new CountDownLatch(1);

    @Override
    public ConnectionHandler open(MailConnection connection) {
        last = connection;
        return new Words(connection);
    }

    @Override
    public byte[] closingLine(CloseReason reason) {
        return bytes(reason.name());
    }

    static byte[] bytes(String line) {
        return (line + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private final class Words implements ConnectionHandler {
        private final MailConnection connection;
        private boolean held;
        private boolean closingHeard;

        Words(MailConnection connection) {
            this.connection = connection;
        }

        @Override
        public void opened() {
            opened.incrementAndGet();
            say("hello " + connection.tls());
        }

        private void say(String line) {
            connection.write(bytes(line));
        }

        /** Takes one line a call. */
        @Override
        public void received(ByteBuffer input) {
            int end = lineEnd(input);
            if (end < 0) {
                return;
            }
            if (!connection.writable()) {
                consumedWhileFull.incrementAndGet();
            }
            byte[] line = new byte[end - input.position()];
            input.get(line);
            input.position(end + 2);
            word(new String(line, StandardCharsets.US_ASCII));
        }

        private static int lineEnd(ByteBuffer input) {
            for (int i = input.position(); i + 1 < input.limit(); i++) {
                if (input.get(i) == '\r' && input.get(i + 1) == '\n') {
                    return i;
                }
            }
            return -1;
        }

        private void word(String word) {
            heard.add(word);
            switch (word) {
                case "TLS" -> {
                    connection.startTls(bytes("go ahead"));
                }
                case "WAIT" ->
                        await(() -> Thread.currentThread().isVirtual() ? "waited" : "not virtual");
                case "GATE" ->
                        await(() -> {
                            reached.countDown();
                            gate.await();
                            return "gate open";
                        });
                case "FAIL" ->
                        await(() -> {
                            throw new IllegalArgumentException("as told");
                        });
                case "BIG" -> await(this::big);
                case "DEFECT" -> throw new IllegalStateException("as told");
                case "BYE" -> {
                    say("bye");
                    connection.close();
                }
                case "LONG" -> say("x".repeat(998));
                default -> timesAndDraining(word);
            }
        }

        private void timesAndDraining(String word) {
            switch (word) {
                case "HOLD" -> held = true;
                case "RELEASE" -> {
                    held = false;
                    say("released");
                    if (closingHeard) {
                        closing();
                    }
                }
                case "DEADLINE" -> connection.deadline(Duration.ofMillis(200));
                case "EXTENDED" -> {
                    connection.deadline(Duration.ofMillis(200));
                    connection.extendDeadline(Duration.ofHours(1), Duration.ofMinutes(10));
                    say("extended");
                }
                case "QUICK" -> connection.idleTimeout(Duration.ofMillis(200));
                default -> say("heard " + word);
            }
        }

        private void await(java.util.concurrent.Callable<String> work) {
            connection.await(work, this::say, e -> say("failed " + e.getMessage()));
        }

        private String big() throws java.io.IOException {
            byte[] chunk = new byte[256 * 1024];
            for (int i = 0; i < 256; i++) {
                connection.stream(chunk, 0, chunk.length);
                heard.add("chunk");
            }
            return "";
        }

        @Override
        public void secured() {
            say("secure " + connection.tls());
        }

        @Override
        public void idle() {
            say("idle");
        }

        @Override
        public void expired() {
            say("expired");
        }

        @Override
        public void closing() {
            closingHeard = true;
            if (!held) {
                say("going down");
                connection.close();
            }
        }

        @Override
        public void closed() {
            closed.incrementAndGet();
        }
    }
}
