package posthorn.ingress.session;

import static org.junit.jupiter.api.Assertions.fail;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * What a client sends costs no more than its length: the processor time for eight times as much of
 * the same is compared with that for one time. Quadratic work would take 64 times as long.
 */
class LinearWorkTest {
    private static final int LENGTH = 32_768;
    private static final int FACTOR = 8;
    private static final double MOST = 28;
    private static final int TRIES = 5;
    private static final int WARM_UP = 5;

    /** Below this the clock and the collector weigh more than the work. */
    private static final long NEGLIGIBLE_NANOS = 2_000_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Test
    void headers() {
        for (String piece :
                List.of(
                        "Bcc: a\r\n",
                        "Bcc: a\r\nX: b\r\n",
                        "Sender: a@b\r\n",
                        "Sender: a@b,\r\n ",
                        "Sender: (((((\r\n (",
                        "Authentication-Results: mx.example.test; x\r\n",
                        "Authentication-Results:\r\n ((((",
                        "Authentication-Results: \"\\x\r\n ",
                        "From: a@b,\r\n ",
                        "Received: x\r\n",
                        "X:\r\n",
                        " \r\n",
                        ":\r\n",
                        "x\r\n")) {
            hold(
                    piece,
                    octets -> HeaderInspection.of(octets, octets.length, true, "mx.example.test"));
        }
    }

    @Test
    void octetsOfMessages() {
        for (String piece : List.of("x", "\r\n", ".\r\n", "..\r\n", "\r\r\n", "\n", "\r", "\0")) {
            hold(
                    piece,
                    octets -> {
                        DataDecoder decoder =
                                new DataDecoder(
                                        1_000,
                                        DataDecoder.BareLineBreak.REPAIR,
                                        DataDecoder.Framing.DOT);
                        ByteBuffer out = ByteBuffer.allocate(2 * octets.length + 2);
                        for (byte octet : octets) {
                            decoder.decode(ByteBuffer.wrap(new byte[] {octet}), out);
                        }
                    });
        }
    }

    @Test
    void commandLines() {
        for (String piece : List.of("x", "NOOP\r\n", "\n", "\r")) {
            hold(
                    piece,
                    octets -> {
                        CommandLineReader lines = new CommandLineReader(octets.length);
                        for (byte octet : octets) {
                            lines.next(ByteBuffer.wrap(new byte[] {octet}));
                        }
                    });
        }
    }

    private static byte[] octets(String piece, int length) {
        return piece.repeat(length / piece.length()).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** One of several tries is enough: a collection or a compiler in between proves nothing. */
    private static void hold(String piece, Consumer<byte[]> work) {
        byte[] once = octets(piece, LENGTH);
        byte[] often = octets(piece, FACTOR * LENGTH);
        for (int i = 0; i < WARM_UP; i++) {
            work.accept(once);
        }
        double least = Double.MAX_VALUE;
        for (int i = 0; i < TRIES && least > MOST; i++) {
            long shorter = Math.min(nanos(work, once), nanos(work, once));
            long longer = nanos(work, often);
            least = longer < NEGLIGIBLE_NANOS ? 0 : Math.min(least, (double) longer / shorter);
        }
        if (least > MOST) {
            fail("'" + piece + "': " + FACTOR + " times the length took " + least + " times");
        }
    }

    private static long nanos(Consumer<byte[]> work, byte[] octets) {
        long begin = THREADS.getCurrentThreadCpuTime();
        work.accept(octets);
        return Math.max(1, THREADS.getCurrentThreadCpuTime() - begin);
    }
}
