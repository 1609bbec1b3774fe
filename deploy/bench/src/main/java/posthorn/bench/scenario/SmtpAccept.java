package posthorn.bench.scenario;

import java.util.List;
import posthorn.bench.measure.Latencies;
import posthorn.bench.measure.Measurement;
import posthorn.bench.measure.Report;
import posthorn.bench.subject.Account;
import posthorn.bench.subject.MeasuredSystem;

/** How fast mail is taken and delivered, by connections and size. */
final class SmtpAccept implements Scenario {

    private static final int SMALL = 4 * 1024;
    private static final int MIDDLE = 64 * 1024;
    private static final int LARGE = 1024 * 1024;

    @Override
    public String name() {
        return "smtp-accept";
    }

    @Override
    public String description() {
        return "takes mail at 1, 10 and 100 connections, of 4 KB, 64 KB and 1 MB, until all is delivered";
    }

    @Override
    public void run(MeasuredSystem subject, Size size, Report report) throws Exception {
        List<Account> accounts = subject.accounts(size.of(2, 100, 100));
        for (int octets : List.of(SMALL, MIDDLE, LARGE)) {
            byte[] message = Messages.of(octets);
            int most = size.of(4, 20_000, 100_000) / Math.max(1, octets / SMALL / 4);
            for (int connections : List.of(1, 10, 100)) {
                int messages = Math.max(size.of(2, 20, 100), connections == 1 ? most / 10 : most);
                if (size == Size.WARM_UP && connections < 100) {
                    continue;
                }
                one(subject, report, accounts, connections, message, messages);
            }
        }
    }

    private void one(
            MeasuredSystem subject,
            Report report,
            List<Account> accounts,
            int connections,
            byte[] message,
            int messages)
            throws Exception {
        String variant =
                (connections == 1 ? "1 connection, " : connections + " connections, ")
                        + Messages.sizeName(message.length);
        long before = subject.delivered();
        Measurement measurement = Measurement.begin(report, name(), variant, subject);
        Latencies times =
                Senders.send(
                        subject,
                        connections,
                        messages,
                        message,
                        n -> List.of(accounts.get(n % accounts.size()).address()));
        double accepted = measurement.seconds();
        Senders.awaitDelivered(subject, before, messages);
        measurement.end(messages, "message");
        measurement.figure("accepted", "messages/s", messages / accepted);
        measurement.latencies("dot to 250", times);
    }
}
