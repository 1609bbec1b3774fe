package posthorn.bench.scenario;

import java.util.List;
import java.util.OptionalDouble;
import posthorn.bench.measure.Measurement;
import posthorn.bench.measure.Processes;
import posthorn.bench.measure.Report;
import posthorn.bench.subject.Account;
import posthorn.bench.subject.MeasuredSystem;

/** From the start to ready, and memory at rest, with what is stored. */
final class StartUp implements Scenario {

    private static final int CONNECTIONS = 50;
    private static final int AT_ONCE = 10_000;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public boolean warmsUp() {
        return false;
    }

    @Override
    public String description() {
        return "from the start to ready, as it is and with 20,000 messages more (full: 1,000,000)";
    }

    @Override
    public void run(MeasuredSystem subject, Size size, Report report) throws Exception {
        one(subject, report, "as it is");
        int messages = size.of(20, 20_000, 1_000_000);
        List<String> paths =
                subject.accounts(size.of(2, 100, 100)).stream().map(Account::address).toList();
        report.progress("  storing " + messages + " messages, " + subject.name());
        byte[] message = Messages.of(Messages.USUAL);
        for (int left = messages; left > 0; left -= AT_ONCE) {
            int some = Math.min(left, AT_ONCE);
            long before = subject.delivered();
            Senders.send(
                    subject, CONNECTIONS, some, message, n -> List.of(paths.get(n % paths.size())));
            Senders.awaitDelivered(subject, before, some);
        }
        one(subject, report, "with " + messages + " messages more");
    }

    private void one(MeasuredSystem subject, Report report, String variant) {
        Measurement measurement = Measurement.begin(report, name(), variant, subject);
        OptionalDouble seconds = subject.restart();
        if (seconds.isEmpty()) {
            report.progress("    cannot be done with " + subject.name());
            return;
        }
        measurement.figure("start to ready", "s", seconds.getAsDouble());
        subject.tidy();
        measurement.figure(
                "memory at rest", "MiB", Processes.memoryKib(subject.processes()) / 1024);
    }
}
