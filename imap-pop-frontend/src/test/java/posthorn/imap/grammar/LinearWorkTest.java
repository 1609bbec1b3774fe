package posthorn.imap.grammar;

import static org.junit.jupiter.api.Assertions.fail;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import posthorn.pop3.Pop3Command;
import posthorn.pop3.Pop3Lines;

/**
 * What a client sends costs no more than its length: the processor time for eight times as much of
 * the same is compared with that for one time. Quadratic work would take 64 times as long.
 */
final class LinearWorkTest {
    private static final int LENGTH = 32_768;
    private static final int FACTOR = 8;
    private static final double MOST = 28;
    private static final int TRIES = 5;

    /** Below this the clock and the collector weigh more than the work. */
    private static final long NEGLIGIBLE_NANOS = 2_000_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** What a command begins with, and what is repeated behind it. */
    private record Input(String begin, String piece) {

        byte[] octets(int length) {
            String text = begin + piece.repeat(length / piece.length()) + "\r\n";
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void commands() {
        for (Input input :
                List.of(
                        new Input("a FETCH ", "1,"),
                        new Input("a FETCH ", "9:1,"),
                        new Input("a FETCH 1", ",*:4000000000"),
                        new Input("a FETCH 1 (", "FLAGS "),
                        new Input("a FETCH 1 (", "BODY[1] "),
                        new Input("a FETCH 1 BODY[", "1."),
                        new Input("a FETCH 1 BODY[HEADER.FIELDS (", "a "),
                        new Input("a SEARCH ", "ALL "),
                        new Input("a SEARCH ", "("),
                        new Input("a SEARCH ", "NOT "),
                        new Input("a SEARCH ", "OR "),
                        new Input("a SEARCH TEXT \"", "\\\\"),
                        new Input("a SEARCH UID ", "1:2,"),
                        new Input("a STORE 1 FLAGS (", "ab "),
                        new Input("a LIST \"\" ", "*"),
                        new Input("a LIST \"\" ", "a%"),
                        new Input("a LIST \"\" (", "a "),
                        new Input("a LIST \"\" ", "&-"),
                        new Input("a SELECT ", "&"),
                        new Input("a SELECT ", "&AOQ-"),
                        new Input("a ENABLE", " x"),
                        new Input("a ID (", "\"a\" \"b\" "),
                        new Input("a AUTHENTICATE PLAIN ", "="),
                        new Input("a ", "x "),
                        new Input("", "a\r\n"),
                        new Input("", "a NOOP\r\n"),
                        new Input("a APPEND ", "{1+}\r\nx "),
                        new Input("a LOGIN ", "{0+}\r\n"),
                        new Input("a APPEND {20000+}\r\n" + "y".repeat(20_000), " x{0+}\r\n"))) {
            hold(input, LinearWorkTest::read);
        }
    }

    @Test
    void commandsInSmallPieces() {
        hold(
                new Input("a SEARCH TEXT \"", "x"),
                octets -> {
                    ImapCommandReader reader = reader(octets.length);
                    for (byte octet : octets) {
                        reader.feed(new byte[] {octet}, 0, 1);
                        reader.next();
                    }
                });
    }

    @Test
    void linesOfPop3() {
        for (Input input : List.of(new Input("", "x"), new Input("", "NOOP\r\n"))) {
            hold(
                    input,
                    octets -> {
                        Pop3Lines lines = new Pop3Lines();
                        for (byte octet : octets) {
                            lines.next(java.nio.ByteBuffer.wrap(new byte[] {octet}));
                        }
                    });
        }
    }

    @Test
    void commandsOfPop3() {
        for (Input input :
                List.of(
                        new Input("TOP ", "1 "),
                        new Input("TOP 1", " "),
                        new Input("LIST ", "9"),
                        new Input("AUTH PLAIN ", "="),
                        new Input("AUTH ", "a "),
                        new Input("USER ", "\u00e4"),
                        new Input("PASS ", " "),
                        new Input("", " "),
                        new Input("", "x"))) {
            hold(
                    input,
                    octets -> Pop3Command.parse(new String(octets, StandardCharsets.ISO_8859_1)));
        }
    }

    @Test
    void setsThatAreResolved() {
        for (Input input :
                List.of(
                        new Input("a FETCH 1", ",3"),
                        new Input("a FETCH 1", ",9:1"),
                        new Input("a FETCH 1", ",*:4000000000"),
                        new Input("a FETCH 1", ",2:4,1:3,7"))) {
            hold(
                    input,
                    octets -> {
                        int end = octets.length - 2;
                        ImapCommandReader reader = reader(2 * octets.length);
                        byte[] command = Arrays.copyOf(octets, end + 10);
                        byte[] rest = " (FLAGS)\r\n".getBytes(StandardCharsets.US_ASCII);
                        System.arraycopy(rest, 0, command, end, rest.length);
                        reader.feed(command, 0, command.length);
                        if (reader.next() instanceof ClientInput.Complete(TaggedCommand(_, var in))
                                && in instanceof ImapCommand.Fetch fetch) {
                            fetch.set().resolve(1_000_000);
                        } else {
                            fail("no FETCH: " + input);
                        }
                    });
        }
    }

    private static ImapCommandReader reader(int most) {
        return new ImapCommandReader(new ReaderLimits(most, most, most));
    }

    private static void read(byte[] octets) {
        ImapCommandReader reader = reader(octets.length);
        reader.feed(octets, 0, octets.length);
        ClientInput input = reader.next();
        while (input != null) {
            if (input instanceof ClientInput.AppendBegins) {
                reader.takeMessage();
            }
            input = reader.next();
        }
    }

    private static void hold(Input input, Consumer<byte[]> work) {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < TRIES && least > MOST; i++) {
            long once = nanos(work, input.octets(LENGTH));
            long often = nanos(work, input.octets(FACTOR * LENGTH));
            least = often < NEGLIGIBLE_NANOS ? 0 : Math.min(least, (double) often / once);
        }
        if (least > MOST) {
            fail(input + ": " + FACTOR + " times the length took " + least + " times as long");
        }
    }

    private static long nanos(Consumer<byte[]> work, byte[] octets) {
        long begin = THREADS.getCurrentThreadCpuTime();
        work.accept(octets);
        return Math.max(1, THREADS.getCurrentThreadCpuTime() - begin);
    }
}
