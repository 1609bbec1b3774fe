package posthorn.mailbox.account;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to decide a command and to take the entry in, by size of the mailbox. */
@State(Scope.Benchmark)
public class AccountStateBenchmark {

    /** Messages in INBOX. */
    @Param({"1000", "100000"})
    public int messages = 1000;

    private final Ledger ledger = new Ledger();

    /** Fills INBOX. */
    @Setup
    public void fill() {
        for (int i = 0; i < messages; i++) {
            ledger.append("INBOX");
        }
    }

    /** One delivery, decided and taken in; the state before it stays as it is. */
    @Benchmark
    public Applied deliver() {
        Command deliver = new Command.Deliver(ledger.key(), "INBOX", ledger.message(4096), 0);
        return taken(ledger.decide(List.of(deliver)));
    }

    /** One flag of the last message. */
    @Benchmark
    public Applied store() {
        Command store =
                new Command.StoreFlags(
                        ledger.key(),
                        ledger.box("INBOX").head().number(),
                        UidSet.of(messages),
                        FlagMode.ADD,
                        List.of("\\Flagged"),
                        OptionalLong.empty());
        return taken(ledger.decide(List.of(store)));
    }

    private Applied taken(Decision.Decided decided) {
        return ledger.state()
                .load(decided.segments())
                .apply(Objects.requireNonNull(decided.entry()));
    }
}
