package posthorn.ingress.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import posthorn.ingress.memory.SessionFixture;
import posthorn.ingress.session.Role;
import posthorn.runtime.net.ConnectionEnds;
import posthorn.runtime.net.ConnectionLimits;
import posthorn.runtime.net.MailConnection;
import posthorn.runtime.net.TlsFacts;
import posthorn.runtime.signin.SignInOffers;
import posthorn.runtime.signin.TestSignIns;
import posthorn.runtime.tracing.Tracing;

/** How many writes the replies to a pipeline take (RFC 2920 §3.2). */
class PipelinedRepliesTest {
    private final Wire wire = new Wire();
    private final SmtpConnection connection =
            new SmtpConnection(
                    wire,
                    Role.MX,
                    new SmtpListening(
                            SessionFixture.settings(),
                            new SignInOffers(TestSignIns.MECHANISMS),
                            new SessionFixture().resources(),
                            new SessionFixture().ports(),
                            new SessionEventLog(new SimpleMeterRegistry(), verdict -> {}),
                            new SmtpMeters(new SimpleMeterRegistry()),
                            new SignedInConnections(new SessionFixture().directory()),
                            Tracing.OFF),
                    false);

    @Test
    void repliesToRecipientsGoOutTogether() {
        connection.opened();
        send("EHLO relay.example.org\r\nMAIL FROM:<carol@example.org>\r\n");
        wire.writes.clear();
        send(
                String.join(
                        "\r\n",
                        "RCPT TO:<alice@example.test>",
                        "RCPT TO:<bob@example.test>",
                        "RCPT TO:<x@elsewhere.example>",
                        "DATA",
                        ""));
        assertEquals(1, wire.writes.size(), wire.writes::toString);
        assertEquals(
                List.of("250", "250", "550", "354"),
                wire.writes.getFirst().lines().map(line -> line.substring(0, 3)).toList());
    }

    @Test
    void replyToTheLastThatHasComeDoesNotWait() {
        connection.opened();
        send("EHLO relay.example.org\r\nMAIL FROM:<carol@example.org>\r\n");
        wire.writes.clear();
        send("RCPT TO:<alice@example.test>\r\nRCPT TO:<bob@exam");
        assertEquals(1, wire.writes.size());
        assertTrue(wire.writes.getFirst().startsWith("250 2.1.5"));
    }

    /** As the listener does it: one call a command, what is awaited in between. */
    private void send(String text) {
        ByteBuffer input = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        int before = -1;
        while (input.hasRemaining() && input.remaining() != before) {
            before = input.remaining();
            connection.received(input);
            Runnable work = wire.work.poll();
            while (work != null) {
                work.run();
                work = wire.work.poll();
            }
        }
    }

    /** A connection that counts writes. */
    private static final class Wire implements MailConnection {
        final List<String> writes = new ArrayList<>();
        final Queue<Runnable> work = new ArrayDeque<>();

        @Override
        public long id() {
            return 1;
        }

        @Override
        public ConnectionEnds ends() {
            return new ConnectionEnds(new ConnectionLimits(1, 1), "192.0.2.1", "192.0.2.2");
        }

        @Override
        public @Nullable TlsFacts tls() {
            return null;
        }

        @Override
        public boolean canStartTls() {
            return true;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void write(byte[] bytes) {
            writes.add(new String(bytes, StandardCharsets.UTF_8));
        }

        @Override
        public boolean writable() {
            return true;
        }

        @Override
        public void stream(byte[] bytes, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void startTls(byte[] reply) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void idleTimeout(Duration time) {}

        @Override
        public void deadline(@Nullable Duration time) {}

        @Override
        public void extendDeadline(Duration more, Duration most) {}

        @Override
        public <T> void await(
                Callable<T> call, Consumer<? super T> then, Consumer<? super Exception> failed) {
            work.add(() -> {
                T result;
                try {
                    result = call.call();
                } catch (Exception e) {
                    failed.accept(e);
                    return;
                }
                then.accept(result);
            });
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void close() {}

        @Override
        public void abort() {}
    }
}
