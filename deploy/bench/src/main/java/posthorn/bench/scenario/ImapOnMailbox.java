package posthorn.bench.scenario;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.IntFunction;
import posthorn.bench.client.ImapClient;
import posthorn.bench.measure.Measurement;
import posthorn.bench.measure.Report;
import posthorn.bench.subject.Account;
import posthorn.bench.subject.MeasuredSystem;

/** What a mail program does with a mailbox of 1,000, 10,000 and 100,000 messages. */
final class ImapOnMailbox implements Scenario {

    private static final int FILLERS = 8;
    private static final int IN_FLIGHT = 32;

    /** Octets of each piece in which Thunderbird reads a large message. */
    private static final int PIECE = 96 * 1024;

    private static final String FIRST_LOOK =
            "UID FETCH 1:* (UID RFC822.SIZE FLAGS BODY.PEEK[HEADER.FIELDS (From To Cc Bcc Subject"
                    + " Date Message-ID Priority X-Priority References Newsgroups In-Reply-To"
                    + " Content-Type Reply-To Received)])";

    @Override
    public String name() {
        return "imap";
    }

    @Override
    public String description() {
        return "SELECT, FETCH, STORE, SEARCH, APPEND, COPY, MOVE on 1,000, 10,000 and 100,000 messages";
    }

    @Override
    public void run(MeasuredSystem subject, Size size, Report report) throws Exception {
        List<Integer> sizes =
                size.of(List.of(20), List.of(1_000, 10_000), List.of(1_000, 10_000, 100_000));
        Account account = subject.accounts(1).getFirst();
        for (int messages : sizes) {
            String mailbox = "m" + messages + "x" + System.nanoTime();
            report.progress("  filling " + mailbox + " with " + messages + ", " + subject.name());
            fill(subject, account, mailbox, messages);
            try (ImapClient imap = ImapClient.connect(subject.imap()).signIn(account)) {
                Case measured = new Case(subject, report, imap, mailbox, messages);
                measured.run(size.of(1, 20, 20));
                if (messages == sizes.getFirst()) {
                    measured.pieces(size.of(1 << 20, 40 << 20, 40 << 20));
                }
            }
        }
    }

    private static void fill(MeasuredSystem subject, Account account, String mailbox, int messages)
            throws IOException, InterruptedException {
        try (ImapClient imap = ImapClient.connect(subject.imap()).signIn(account)) {
            imap.command("CREATE " + mailbox);
            imap.command("CREATE " + mailbox + "to");
        }
        byte[] message = Messages.of(Messages.USUAL);
        Senders.all(
                FILLERS,
                filler -> {
                    try (ImapClient imap = ImapClient.connect(subject.imap()).signIn(account)) {
                        int own = messages / FILLERS + (filler < messages % FILLERS ? 1 : 0);
                        pipelined(own, i -> imap.sendAppend(mailbox, message), imap);
                    }
                });
    }

    /** Sends a command; its tag. */
    private interface Sending {
        String send(int number) throws IOException;
    }

    /** So many commands, a few of them on the way at any time. */
    private static void pipelined(int count, Sending sending, ImapClient imap) throws IOException {
        Deque<String> open = new ArrayDeque<>();
        for (int i = 0; i < count; i++) {
            open.add(sending.send(i));
            if (open.size() > IN_FLIGHT) {
                imap.answer(open.poll(), line -> {});
            }
        }
        while (!open.isEmpty()) {
            imap.answer(open.poll(), line -> {});
        }
    }

    /** One size on one connection. */
    private record Case(
            MeasuredSystem subject, Report report, ImapClient imap, String mailbox, int messages) {

        void run(int rounds) throws IOException {
            int some = Math.min(messages, 2000);
            imap.command("SELECT " + mailbox);
            times("select", rounds, "command", i -> "SELECT " + mailbox);
            times("fetch flags, all", rounds, "command", i -> "FETCH 1:* (UID FLAGS)");
            whole(
                    "fetch envelopes, all",
                    rounds,
                    "FETCH 1:* (UID ENVELOPE RFC822.SIZE INTERNALDATE)",
                    messages);
            looks(rounds);
            whole("fetch bodies, all", rounds / 2, "FETCH 1:" + some + " BODY.PEEK[]", some);
            times(
                    "fetch body, one by one",
                    some,
                    "message",
                    i -> "FETCH " + (i + 1) + " BODY.PEEK[]");
            inFlight("fetch body, pipelined", some, i -> "FETCH " + (i + 1) + " BODY.PEEK[]");
            times(
                    "store, one by one",
                    some / 2,
                    "command",
                    i -> "STORE " + (i + 1) + " +FLAGS (\\Seen)");
            times(
                    "store, all",
                    rounds,
                    "command",
                    i -> "STORE 1:* " + (i % 2 == 0 ? "+" : "-") + "FLAGS (\\Flagged)");
            searches(rounds);
            append(some / 2);
            times(
                    "copy 100",
                    rounds,
                    "command",
                    i -> "COPY 1:" + Math.min(100, messages) + " " + mailbox + "to");
            times("move one", Math.min(some / 4, 100), "command", i -> "MOVE 1 " + mailbox + "to");
            times("noop", some, "command", i -> "NOOP");
        }

        /** What clients ask of all messages: several items at once, and the headers they list. */
        private void looks(int rounds) throws IOException {
            whole(
                    "fetch text and header, all",
                    rounds / 4,
                    "FETCH 1:* (BODY.PEEK[TEXT] BODY.PEEK[HEADER])",
                    messages);
            whole("first look of Thunderbird", rounds / 2, FIRST_LOOK, messages);
        }

        private void searches(int rounds) throws IOException {
            times("search unseen", rounds, "command", i -> "SEARCH UNSEEN");
            times("search subject", rounds, "command", i -> "SEARCH SUBJECT nosuchword");
            times("search from", rounds, "command", i -> "SEARCH FROM nobody@nowhere.test");
            times(
                    "search message-id",
                    rounds,
                    "command",
                    i -> "SEARCH HEADER Message-ID <none@nowhere.test>");
            times("search text", 1, "command", i -> "SEARCH TEXT nosuchwordanywhere");
        }

        /** A large message, read as clients read a large attachment. */
        void pieces(int octets) throws IOException {
            byte[] message = Messages.of(octets);
            String large = mailbox + "large";
            imap.command("CREATE " + large);
            imap.answer(imap.sendAppend(large, message), line -> {});
            imap.command("SELECT " + large);
            int count = (octets + PIECE - 1) / PIECE;
            Measurement measurement =
                    Measurement.begin(
                            report, "imap", "fetch " + octets + " octets in pieces", subject);
            for (int i = 0; i < count; i++) {
                imap.command("UID FETCH 1 BODY.PEEK[1]<" + (long) i * PIECE + "." + PIECE + ">");
            }
            measurement.end(count, "piece");
        }

        private Measurement begin(String what) {
            return Measurement.begin(report, "imap", what + ", " + messages + " messages", subject);
        }

        private void times(String what, int count, String unit, IntFunction<String> command)
                throws IOException {
            Measurement measurement = begin(what);
            for (int i = 0; i < Math.max(1, count); i++) {
                imap.command(command.apply(i));
            }
            measurement.end(Math.max(1, count), unit);
        }

        private void whole(String what, int rounds, String command, int count) throws IOException {
            Measurement measurement = begin(what);
            for (int i = 0; i < Math.max(1, rounds); i++) {
                int responses = imap.command(command);
                if (responses < count) {
                    throw new IOException(responses + " of " + count + " came for " + command);
                }
            }
            measurement.end((long) Math.max(1, rounds) * count, "message");
        }

        private void inFlight(String what, int count, IntFunction<String> command)
                throws IOException {
            Measurement measurement = begin(what);
            pipelined(count, i -> imap.send(command.apply(i)), imap);
            measurement.end(count, "message");
        }

        private void append(int count) throws IOException {
            byte[] message = Messages.of(Messages.USUAL);
            Measurement measurement = begin("append");
            for (int i = 0; i < Math.max(1, count); i++) {
                imap.answer(imap.sendAppend(mailbox + "to", message), line -> {});
            }
            measurement.end(Math.max(1, count), "message");
        }
    }
}
