package posthorn.bench.scenario;

import java.io.IOException;
import posthorn.bench.client.ImapClient;
import posthorn.bench.client.Pop3Client;
import posthorn.bench.measure.Measurement;
import posthorn.bench.measure.Report;
import posthorn.bench.subject.Account;
import posthorn.bench.subject.MeasuredSystem;

/** STAT, UIDL and RETR. */
final class Pop3OnMaildrop implements Scenario {

    private static final int IN_FLIGHT = 50;

    /** A pass alone is over before the clock of CPU time has moved much. */
    private static final int PASSES = 5;

    @Override
    public String name() {
        return "pop3";
    }

    @Override
    public String description() {
        return "STAT, UIDL, and RETR one by one and pipelined";
    }

    @Override
    public void run(MeasuredSystem subject, Size size, Report report) throws Exception {
        int messages = size.of(10, 2_000, 10_000);
        Account account = subject.accounts(2).get(1);
        fill(subject, account, messages, report);
        sessions(subject, account, size.of(1, 10, 50), report);
        try (Pop3Client pop3 = Pop3Client.connect(subject.pop3(), account)) {
            Measurement uidl = Measurement.begin(report, name(), "UIDL", subject);
            pop3.send("UIDL");
            int all = atLeast(messages, pop3.listing());
            uidl.end(all, "message");
            Measurement oneByOne = Measurement.begin(report, name(), "RETR one by one", subject);
            retrieve(pop3, all - messages, all, 1);
            oneByOne.end(messages, "message");
            Measurement pipelined = Measurement.begin(report, name(), "RETR pipelined", subject);
            for (int pass = 0; pass < PASSES; pass++) {
                retrieve(pop3, all - messages, all, IN_FLIGHT);
            }
            pipelined.end((long) PASSES * messages, "message");
            pop3.command("QUIT");
        }
    }

    private static void fill(MeasuredSystem subject, Account account, int messages, Report report)
            throws IOException {
        report.progress("  filling INBOX with " + messages + ", " + subject.name());
        byte[] message = Messages.of(Messages.USUAL);
        try (ImapClient imap = ImapClient.connect(subject.imap()).signIn(account)) {
            for (int i = 0; i < messages; i++) {
                imap.answer(imap.sendAppend("INBOX", message), line -> {});
            }
        }
    }

    private void sessions(MeasuredSystem subject, Account account, int rounds, Report report)
            throws IOException {
        Measurement sessions = Measurement.begin(report, name(), "session with STAT", subject);
        for (int i = 0; i < rounds; i++) {
            try (Pop3Client pop3 = Pop3Client.connect(subject.pop3(), account)) {
                pop3.command("STAT");
                pop3.command("QUIT");
            }
        }
        sessions.end(rounds, "session");
    }

    /**
     * The messages behind a number, up to the last one, with so many RETR on the way at any time:
     * those that were filled in, since other scenarios leave larger ones before them.
     */
    private static void retrieve(Pop3Client pop3, int before, int last, int inFlight)
            throws IOException {
        for (int n = before + 1; n < last + inFlight; n++) {
            if (n <= last) {
                pop3.send("RETR " + n);
            }
            if (n >= before + inFlight) {
                pop3.listing();
            }
        }
    }

    private static int atLeast(int wanted, int found) throws IOException {
        if (found < wanted) {
            throw new IOException("UIDL lists " + found + " of " + wanted);
        }
        return found;
    }
}
