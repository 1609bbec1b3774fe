package posthorn.protocol.smtp;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it costs to understand a command line. */
@State(Scope.Benchmark)
public class CommandBenchmark {

    /** The line, without CRLF. */
    @Param({
        "MAIL FROM:<alice@example.test> SIZE=4096 BODY=8BITMIME",
        "RCPT TO:<bob+lists@mail.example.test>",
        "NOOP"
    })
    public String line = "NOOP";

    /** One line. */
    @Benchmark
    public Command parse() {
        return Command.parse(line);
    }
}
