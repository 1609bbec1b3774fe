package posthorn.bench.scenario;

import java.util.List;
import posthorn.bench.client.ImapClient;
import posthorn.bench.measure.Measurement;
import posthorn.bench.measure.Report;
import posthorn.bench.subject.Account;
import posthorn.bench.subject.MeasuredSystem;

/** LOGIN of IMAP: the first time, when the password is computed, and again soon after. */
final class SignIns implements Scenario {

    @Override
    public String name() {
        return "sign-in";
    }

    @Override
    public String description() {
        return "connect and LOGIN: each account for the first time, and again";
    }

    @Override
    public void run(MeasuredSystem subject, Size size, Report report) throws Exception {
        int count = size.of(2, 100, 100);
        // Behind those that other scenarios, and the warm-up, sign in as.
        int from = size == Size.WARM_UP ? 2 : count + 2;
        List<Account> accounts = subject.accounts(from + count).subList(from, from + count);
        for (String variant : List.of("first", "again")) {
            Measurement measurement = Measurement.begin(report, name(), variant, subject);
            for (Account account : accounts) {
                ImapClient.connect(subject.imap()).signIn(account).close();
            }
            measurement.end(count, "sign-in");
        }
    }
}
