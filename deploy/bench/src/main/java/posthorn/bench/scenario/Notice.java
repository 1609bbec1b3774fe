package posthorn.bench.scenario;

import java.util.List;
import posthorn.bench.client.ImapClient;
import posthorn.bench.client.SmtpClient;
import posthorn.bench.measure.Counts;
import posthorn.bench.measure.Latencies;
import posthorn.bench.measure.Measurement;
import posthorn.bench.measure.Report;
import posthorn.bench.subject.Account;
import posthorn.bench.subject.MeasuredSystem;

/** One message at a time: from its 250 to EXISTS in a session that idles (RFC 2177). */
final class Notice implements Scenario {

    @Override
    public String name() {
        return "notice";
    }

    @Override
    public String description() {
        return "one message at a time: from the 250 to EXISTS in IDLE, and flushes up to the 250";
    }

    @Override
    public void run(MeasuredSystem subject, Size size, Report report) throws Exception {
        int messages = size.of(5, 300, 3000);
        Account account = subject.accounts(1).getFirst();
        byte[] message = Messages.of(Messages.USUAL);
        Latencies notices = new Latencies();
        Latencies answers = new Latencies();
        double flushes = 0;
        try (ImapClient idle = ImapClient.connect(subject.imap()).signIn(account);
                SmtpClient smtp = SmtpClient.connect(subject.smtp())) {
            int[] exists = {0};
            idle.command(
                    "SELECT INBOX",
                    line -> exists[0] = line.endsWith(" EXISTS") ? number(line) : exists[0]);
            idle.send("IDLE");
            idle.await("+");
            Measurement measurement =
                    Measurement.begin(report, name(), "one message at a time", subject);
            for (int n = 1; n <= messages; n++) {
                double before = flushes(subject);
                answers.add(
                        smtp.send("sender@elsewhere.test", List.of(account.address()), message));
                long answered = System.nanoTime();
                idle.await("* " + (exists[0] + n) + " EXISTS");
                notices.add(System.nanoTime() - answered);
                flushes += flushes(subject) - before;
            }
            measurement.end(messages, "message");
            measurement.latencies("dot to 250", answers);
            measurement.latencies("250 to notice", notices);
            if (subject.counts().isPresent()) {
                measurement.figure("flushes up to the notice", "/message", flushes / messages);
            }
        }
    }

    private static int number(String line) {
        return Integer.parseInt(line.split(" ")[1]);
    }

    private static double flushes(MeasuredSystem subject) {
        return subject.counts().map(Counts::logFlushes).orElse(0.0)
                + subject.counts().map(Counts::storeFlushes).orElse(0.0);
    }
}
