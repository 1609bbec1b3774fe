package posthorn.bench.scenario;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import posthorn.bench.client.SmtpClient;
import posthorn.bench.measure.Measurement;
import posthorn.bench.measure.Report;
import posthorn.bench.subject.Account;
import posthorn.bench.subject.MeasuredSystem;
import posthorn.bench.subject.Posthorn;
import posthorn.bench.subject.Sink;

/** Mail that goes on to another server, as one destination and as a hundred. */
final class RelayOut implements Scenario {

    private static final long PATIENCE_SECONDS = 300;
    private static final int CONNECTIONS = 50;

    private final Sink sink;

    RelayOut(Sink sink) {
        this.sink = sink;
    }

    @Override
    public String name() {
        return "relay";
    }

    @Override
    public String description() {
        return "relays 4 KB to one destination and to a hundred, until the other server has all";
    }

    @Override
    public void run(MeasuredSystem subject, Size size, Report report) throws Exception {
        int messages = size.of(10, 5_000, 50_000);
        Account sender = subject.accounts(1).getFirst();
        for (int destinations : List.of(1, 100)) {
            one(subject, report, sender, messages, destinations);
        }
    }

    private void one(
            MeasuredSystem subject, Report report, Account sender, int messages, int destinations)
            throws Exception {
        byte[] message = Messages.from(sender.address(), Messages.USUAL);
        String variant = destinations == 1 ? "one destination" : destinations + " destinations";
        AtomicInteger next = new AtomicInteger();
        long before = sink.taken();
        Measurement measurement = Measurement.begin(report, name(), variant, subject);
        Senders.all(
                Math.min(CONNECTIONS, messages),
                connection -> {
                    try (SmtpClient client = subject.relaying(sender)) {
                        for (int n = next.getAndIncrement();
                                n < messages;
                                n = next.getAndIncrement()) {
                            String to = "r" + n + "@d" + n % destinations + "." + Posthorn.RELAYED;
                            client.send(sender.address(), List.of(to), message);
                        }
                    }
                });
        double accepted = measurement.seconds();
        while (sink.taken() - before < messages) {
            if (measurement.seconds() > PATIENCE_SECONDS) {
                throw new IOException(
                        (sink.taken() - before) + " of " + messages + " were relayed");
            }
            Thread.sleep(10);
        }
        measurement.end(messages, "message");
        measurement.figure("accepted", "messages/s", messages / accepted);
    }
}
