package posthorn.bench.scenario;

import java.util.List;
import java.util.stream.IntStream;
import posthorn.bench.measure.Measurement;
import posthorn.bench.measure.Report;
import posthorn.bench.subject.Account;
import posthorn.bench.subject.MeasuredSystem;

/** Deliveries a second: to one account, to many, to ten recipients at once. */
final class Deliver implements Scenario {

    private static final int CONNECTIONS = 100;
    private static final int TOGETHER = 10;

    @Override
    public String name() {
        return "deliver";
    }

    @Override
    public String description() {
        return "delivers 4 KB to one account, to many accounts, and to ten recipients at once";
    }

    @Override
    public void run(MeasuredSystem subject, Size size, Report report) throws Exception {
        int many = size.of(TOGETHER, 100, 1000);
        List<String> paths = subject.accounts(many).stream().map(Account::address).toList();
        int messages = size.of(20, 10_000, 100_000);
        one(subject, report, "one account", messages, List.of(paths.subList(0, 1)));
        one(subject, report, many + " accounts", messages, split(paths, 1));
        one(subject, report, "ten at once", messages / TOGETHER, split(paths, TOGETHER));
    }

    private static List<List<String>> split(List<String> paths, int size) {
        return IntStream.range(0, paths.size() / size)
                .mapToObj(i -> paths.subList(i * size, (i + 1) * size))
                .toList();
    }

    private void one(
            MeasuredSystem subject,
            Report report,
            String variant,
            int messages,
            List<List<String>> to)
            throws Exception {
        int deliveries = messages * to.getFirst().size();
        long before = subject.delivered();
        Measurement measurement = Measurement.begin(report, name(), variant, subject);
        Senders.send(
                subject,
                Math.min(CONNECTIONS, messages),
                messages,
                Messages.of(Messages.USUAL),
                n -> to.get(n % to.size()));
        Senders.awaitDelivered(subject, before, deliveries);
        measurement.end(deliveries, "delivery");
    }
}
