package posthorn.ingress.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to take dots out of a message and find its end. */
@State(Scope.Benchmark)
public class DataDecoderBenchmark {

    private static final int OCTETS = 64 * 1024;
    private static final int LONGEST_LINE = 65_536;

    /** Octets of a line. */
    @Param({"20", "72", "1000"})
    public int line = 72;

    private byte[] wire = new byte[0];

    /** Writes the message. */
    @Setup
    public void write() {
        String lines = ("x".repeat(line) + "\r\n").repeat(OCTETS / (line + 2));
        wire = (lines + ".\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** 64 KB in one piece. */
    @Benchmark
    public ByteBuffer decode() {
        ByteBuffer out = ByteBuffer.allocate(wire.length);
        new DataDecoder(LONGEST_LINE, DataDecoder.BareLineBreak.REFUSE, DataDecoder.Framing.DOT)
                .decode(ByteBuffer.wrap(wire), out);
        return out;
    }
}
