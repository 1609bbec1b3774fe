package posthorn.bench.scenario;

import java.util.ArrayList;
import java.util.List;
import posthorn.bench.client.ImapClient;
import posthorn.bench.measure.Measurement;
import posthorn.bench.measure.Report;
import posthorn.bench.subject.Account;
import posthorn.bench.subject.MeasuredSystem;

/** What sessions cost that do nothing but wait: growth of memory behind a collection. */
final class IdleSessions implements Scenario {

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public boolean warmsUp() {
        return false;
    }

    @Override
    public String description() {
        return "memory of 1,000 and 10,000 sessions that idle on INBOX, plain and TLS";
    }

    @Override
    public void run(MeasuredSystem subject, Size size, Report report) throws Exception {
        List<Integer> counts = size.of(List.of(10), List.of(1_000), List.of(1_000, 10_000));
        Account account = subject.accounts(1).getFirst();
        for (int count : counts) {
            one(subject, report, account, count, false);
            one(subject, report, account, count, true);
        }
    }

    private void one(MeasuredSystem subject, Report report, Account account, int count, boolean tls)
            throws Exception {
        // Code and pools that the first sessions bring belong to no session.
        close(open(subject, account, Math.min(count, 100), tls));
        double before = subject.heldKib();
        String variant = count + (tls ? " with TLS" : " plain");
        Measurement measurement = Measurement.begin(report, name(), variant, subject);
        List<ImapClient> open = open(subject, account, count, tls);
        measurement.end(count, "session");
        measurement.figure("memory of a session", "KiB", (subject.heldKib() - before) / count);
        close(open);
    }

    private static List<ImapClient> open(
            MeasuredSystem subject, Account account, int count, boolean tls) throws Exception {
        List<ImapClient> open = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ImapClient client =
                    tls
                            ? ImapClient.connectTls(subject.imaps())
                            : ImapClient.connect(subject.imap());
            open.add(client.signIn(account));
            client.command("SELECT INBOX");
            client.send("IDLE");
            client.await("+");
        }
        return open;
    }

    private static void close(List<ImapClient> open) throws Exception {
        for (ImapClient client : open) {
            client.close();
        }
    }
}
