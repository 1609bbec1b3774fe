package posthorn.imap.grammar;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to understand what an IMAP client says. */
@State(Scope.Benchmark)
public class ImapCommandReaderBenchmark {

    private static final ReaderLimits LIMITS = new ReaderLimits(65_536, 262_144, 52_428_800);

    /** The command, without CRLF. */
    @Param({
        "a1 NOOP",
        "a2 UID FETCH 1:*,7,9:12 (UID FLAGS BODY.PEEK[HEADER.FIELDS (FROM TO SUBJECT DATE)])",
        "a3 UID SEARCH UNSEEN SINCE 1-Feb-2026 OR FROM \"alice\" SUBJECT \"hello\""
    })
    public String command = "a1 NOOP";

    private byte[] octets = new byte[0];

    /** Writes the command. */
    @Setup
    public void write() {
        octets = (command + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** One command in one piece, by a new reader. */
    @Benchmark
    public @Nullable ClientInput read() {
        ImapCommandReader reader = new ImapCommandReader(LIMITS);
        reader.feed(octets, 0, octets.length);
        return reader.next();
    }
}
