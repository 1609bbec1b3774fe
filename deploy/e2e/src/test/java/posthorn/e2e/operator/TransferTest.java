package posthorn.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.e2e.client.AngusFlags;
import posthorn.e2e.site.MailUser;
import posthorn.e2e.site.Site;
import posthorn.e2e.system.MailSystem.Use;
import posthorn.launcher.Posthorn;

/** Moving in and out: what an account holds comes through files, and from other servers. */
class TransferTest {

    private static final int MANY = 400;
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir private Path directory;
    private final Site site = Site.standalone();

    @Test
    void throughFilesAndFromAnotherServerAllIsTheSame() throws Exception {
        MailUser alice = site.newPerson("alice");
        fill(alice);
        Map<String, List<String>> all = content(alice);
        for (String format : List.of("mbox", "maildir")) {
            MailUser other = site.newPerson("other");
            Path files = directory.resolve(format);
            String to = "--to=" + files;
            assertEquals(4, run(0, "export", alice.address(), "--format=" + format, to));
            assertEquals(0, run(0, "export", alice.address(), "--format=" + format, to));
            assertEquals(4, run(0, "import", other.address(), "--from=" + format + ":" + files));
            assertEquals(0, run(0, "import", other.address(), "--from=" + format + ":" + files));
            assertEquals(all, content(other));
        }
        MailUser moved = site.newPerson("moved");
        String from = "--from=imaps://127.0.0.1:" + site.port(Use.IMAPS) + "/";
        Path accounts = directory.resolve("accounts");
        Files.writeString(
                accounts,
                "# account, user, password\n%s\t%s %s\n"
                        .formatted(moved.address(), alice.address(), alice.password()));
        String mapping = "--accounts=" + accounts;
        assertEquals(4, run(0, "import", mapping, from, "--trust=127.0.0.1", "--dry-run"));
        assertEquals(4, run(0, "import", mapping, from, "--trust=127.0.0.1"));
        assertEquals(0, run(0, "import", mapping, from, "--trust=127.0.0.1"));
        assertEquals(all, content(moved));
        fromDovecot(all);
    }

    @Test
    void whatAKilledImportHasNotCarriedTheNextOneCarries() throws Exception {
        MailUser user = site.newPerson("killed");
        Path mbox = directory.resolve("many.mbox");
        Files.writeString(mbox, many());
        List<String> command =
                new ArrayList<>(List.of("import", user.address(), "--from=mbox:" + mbox));
        command.addAll(server());
        for (int carried : new int[] {5, 50}) {
            KilledCommand.when(
                    () -> user.imap(0).count("INBOX") >= carried,
                    directory.resolve("killed.log"),
                    command);
        }
        int there = user.imap(0).count("INBOX");
        assertTrue(there < MANY, "all are there");
        assertEquals(MANY - there, run(0, "import", user.address(), "--from=mbox:" + mbox));
        List<String> subjects = new ArrayList<>();
        for (String message : content(user).getOrDefault("INBOX true", List.of())) {
            subjects.add(
                    message.lines()
                            .filter(line -> line.startsWith("Subject: "))
                            .findFirst()
                            .orElse(""));
        }
        assertEquals(MANY, subjects.size());
        assertEquals(MANY, Set.copyOf(subjects).size());
    }

    private static String many() {
        StringBuilder mbox = new StringBuilder();
        for (int number = 0; number < MANY; number++) {
            mbox.append("From a@example.test Thu Jan  1 00:00:00 2026\n")
                    .append("Message-ID: <many-%d@example.test>\n".formatted(number))
                    .append("Subject: %d\n\ntext\n\n".formatted(number));
        }
        return mbox.toString();
    }

    /** Dovecot reads what was exported, and what it has comes back. */
    private void fromDovecot(Map<String, List<String>> all) throws Exception {
        Path maildirs = directory.resolve("maildirs");
        Files.createDirectories(maildirs);
        Files.move(directory.resolve("maildir"), maildirs.resolve("alice"));
        MailUser back = site.newPerson("back");
        Path password = directory.resolve("password");
        Files.writeString(password, Dovecot.PASSWORD + "\n");
        try (Dovecot dovecot = Dovecot.start(directory, maildirs)) {
            String from = "--from=imap://alice@127.0.0.1:" + dovecot.port() + "/";
            String file = "--password-file=" + password;
            assertEquals(4, run(0, "import", back.address(), from, file, "--without-tls"));
            assertEquals(0, run(0, "import", back.address(), from, file, "--without-tls"));
        }
        assertEquals(all, content(back));
    }

    private static void fill(MailUser user) throws Exception {
        try (Store store = user.imap(0).connect()) {
            append(store, "INBOX", 0, "\\Seen $Label1", "From me\r\n>From you\r\n");
            append(store, "INBOX", 1, "\\Flagged \\Answered", "without an end");
            append(store, "Lists/java.dev", 2, "\\Draft", "one\r\n\r\n\r\n");
            append(store, "Lists/java.dev", 3, "", "8 bit: \u00fc\r\n");
        }
    }

    private static void append(Store store, String name, int number, String flags, String text)
            throws Exception {
        Folder folder = store.getFolder(name);
        if (!folder.exists()) {
            assertTrue(folder.create(Folder.HOLDS_MESSAGES));
            folder.setSubscribed(true);
        }
        String message =
                "Message-ID: <"
                        + number
                        + "@example.test>\r\nSubject: "
                        + number
                        + "\r\n\r\n"
                        + text;
        MimeMessage made =
                new Dated(
                        message.getBytes(StandardCharsets.UTF_8),
                        Date.from(TIME.plusSeconds(number * 1000L)));
        for (String flag : flags.split(" ", -1)) {
            switch (flag) {
                case "\\Seen" -> made.setFlag(Flags.Flag.SEEN, true);
                case "\\Flagged" -> made.setFlag(Flags.Flag.FLAGGED, true);
                case "\\Answered" -> made.setFlag(Flags.Flag.ANSWERED, true);
                case "\\Draft" -> made.setFlag(Flags.Flag.DRAFT, true);
                case "" -> {
                    // None.
                }
                default -> made.setFlags(new Flags(flag), true);
            }
        }
        folder.appendMessages(new Message[] {made});
    }

    /** A message that is sent as it is, and says when it arrived. */
    private static final class Dated extends MimeMessage {
        private final byte[] octets;
        private final Date date;

        Dated(byte[] octets, Date date) throws Exception {
            super(Session.getInstance(new Properties()), new ByteArrayInputStream(octets));
            this.octets = octets;
            this.date = date;
        }

        @Override
        public Date getReceivedDate() {
            return date;
        }

        @Override
        public void writeTo(OutputStream out, String[] ignored) throws IOException {
            out.write(octets);
        }
    }

    /** Of each mailbox whether it is subscribed, and of each message date, flags and octets. */
    private static Map<String, List<String>> content(MailUser user) throws Exception {
        Map<String, List<String>> content = new TreeMap<>();
        try (Store store = user.imap(0).connect()) {
            for (Folder each : store.getDefaultFolder().list("*")) {
                List<String> messages = new ArrayList<>();
                IMAPFolder folder = (IMAPFolder) each;
                folder.open(Folder.READ_ONLY);
                for (Message message : folder.getMessages()) {
                    Flags flags = message.getFlags();
                    byte[] octets = ((IMAPMessage) message).getMimeStream().readAllBytes();
                    flags.remove(Flags.Flag.RECENT);
                    messages.add(
                            message.getReceivedDate().toInstant()
                                    + " "
                                    + Arrays.stream(flags.getSystemFlags())
                                            .map(AngusFlags::name)
                                            .sorted()
                                            .toList()
                                    + List.of(flags.getUserFlags())
                                    + new String(octets, StandardCharsets.UTF_8));
                }
                content.put(folder.getFullName() + " " + folder.isSubscribed(), messages);
                folder.close(false);
            }
        }
        return content;
    }

    private List<String> server() {
        return List.of(
                "--url=http://127.0.0.1:" + site.port(Use.MAILBOX_HTTP),
                "--token-file=" + site.system().adminToken());
    }

    /** Runs a command; how many messages it carried over. */
    private long run(int code, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        all.addAll(server());
        StringWriter out = new StringWriter();
        int ended = Posthorn.run(new PrintWriter(out, true), all.toArray(String[]::new));
        assertEquals(code, ended, out.toString());
        JsonNode answer = new ObjectMapper().readTree(out.toString());
        return answer.path("accounts").path(0).path("messages").asLong(-1);
    }
}
