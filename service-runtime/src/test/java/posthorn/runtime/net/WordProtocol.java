package posthorn.runtime.net;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A protocol of a few words, one a line: enough to drive every path of the connection code. */
final class WordProtocol implements Protocol {
    final Queue<String> heard = new ConcurrentLinkedQueue<>();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger opened = new AtomicInteger();
    final CountDownLatch gate = new CountDownLatch(1);
    final CountDownLatch reached = new CountDownLatch(1);

    @Override
    public ConnectionHandler open(MailConnection connection) {
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

        /** Takes whole lines, one after the other, as long as nothing is awaited. */
        @Override
        public void received(ByteBuffer input) {
            waiting = false;
            while (!waiting) {
                int end = lineEnd(input);
                if (end < 0) {
                    return;
                }
                byte[] line = new byte[end - input.position()];
                input.get(line);
                input.position(end + 2);
                word(new String(line, StandardCharsets.US_ASCII));
            }
        }

        private boolean waiting;

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
                    waiting = true;
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
                    waiting = true;
                }
                case "QUICK" -> connection.idleTimeout(Duration.ofMillis(200));
                default -> say("heard " + word);
            }
        }

        private void await(java.util.concurrent.Callable<String> work) {
            waiting = true;
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
        public void closing() {
            say("going down");
            connection.close();
        }

        @Override
        public void closed() {
            closed.incrementAndGet();
        }
    }
}
