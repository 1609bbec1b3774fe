package posthorn.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.e2e.client.AngusImap;
import posthorn.e2e.client.AngusSmtp;
import posthorn.e2e.load.MixedLoad;
import posthorn.e2e.system.Admin;
import posthorn.e2e.system.JavaProcess;
import posthorn.e2e.system.MailSystem;
import posthorn.e2e.system.MailSystem.Use;
import posthorn.e2e.system.StandaloneSystem;
import posthorn.launcher.Posthorn;

/** A copy that is made under load, and what comes of it on another machine. */
class BackupTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final List<String> USERS = List.of("alice@example.test", "bob@example.test");
    private static final int MARKED = 12;

    @TempDir private Path directory;

    /** What a client remembers: mailbox, UIDVALIDITY and UID, and the message that it saw there. */
    private final Map<String, String> remembered = new HashMap<>();

    @Test
    void whatWasAnsweredBeforeIsThereOnceAndNoClientSeesAWrongMessage() throws Exception {
        Path backups = directory.resolve("backups");
        try (StandaloneSystem system =
                StandaloneSystem.start(directory.resolve("old"), MailSystem.WITHOUT_LIMITS)) {
            new Admin(system).domain(MixedLoad.LOCAL_DOMAIN);
            USERS.forEach(user -> new Admin(system).account(user, user));
            MixedLoad load =
                    new MixedLoad(
                            client -> AngusSmtp.startTls("127.0.0.1", system.port(Use.SUBMISSION)),
                            USERS,
                            MixedLoad.UNTIL_STOPPED,
                            4,
                            1);
            load.awaitAnswered(40);
            killedInTheMiddle(system, backups);
            for (int number = 0; number < MARKED; number++) {
                mark(system, "before " + number);
            }
            ask(system, 0, "backup", backups.toString());
            load.stop();
            load.await(PATIENCE);
            mark(system, "after");
            Awaitility.await().atMost(PATIENCE).until(() -> count(system, "after") == 1);
            remember(system);
            String told = ask(system, 0, "backup", backups.toString(), "--json", "--keep=2");
            assertTrue(told.contains("\"copiedOctets\""), told);
            system.killAll();
        }
        List<Path> made = backups(backups);
        assertEquals(2, made.size(), made.toString());
        Path old = made.getFirst();
        restored(old);
        damagedIsNamed(old);
    }

    private static AngusSmtp smtp(MailSystem system, String user) {
        return AngusSmtp.startTls("127.0.0.1", system.port(Use.SUBMISSION)).as(user, user);
    }

    private static AngusImap imap(MailSystem system, String user) {
        return AngusImap.implicitTls(system.port(Use.IMAPS), user, user);
    }

    private static void mark(MailSystem system, String subject) throws Exception {
        String message =
                "From: alice@example.test\r\nTo: bob@example.test\r\nSubject: "
                        + subject
                        + "\r\n\r\n"
                        + subject
                        + "\r\n";
        smtp(system, USERS.getFirst())
                .send(
                        USERS.getFirst(),
                        List.of(USERS.get(1)),
                        message.getBytes(StandardCharsets.US_ASCII));
    }

    /** A copy that is killed leaves nothing that looks like a backup. */
    private void killedInTheMiddle(StandaloneSystem system, Path backups) {
        List<String> arguments = new ArrayList<>(List.of("backup", backups.toString()));
        arguments.add("--rate=20k");
        arguments.addAll(server(system));
        KilledCommand.when(() -> Files.exists(backups) && hasData(backups), output(), arguments);
        run(1, "backup", "verify", backups.toString());
    }

    private Path output() {
        return directory.resolve("killed.log");
    }

    /** What a restore that was killed has left does not start, and the next one goes on with it. */
    private void restoreIsKilledTwice(Path backup, Path data) throws IOException {
        for (int files : new int[] {1, 3}) {
            KilledCommand.when(
                    () -> restoredFiles(data) >= files,
                    output(),
                    List.of(
                            "restore",
                            backup.toString(),
                            "--data-dir=" + data,
                            "--rate=50k",
                            "--json"));
            assertTrue(Files.exists(data.resolve("restoring")));
            assertFalse(Files.exists(data.resolve("restored")));
        }
        StandaloneSystem half = StandaloneSystem.notStarted(directory.resolve("new"), List.of());
        try (JavaProcess process = half.launch()) {
            process.awaitLine(line -> line.contains("is half restored"), PATIENCE);
            assertEquals(Optional.of(2), process.awaitEnd(PATIENCE));
        }
    }

    private static long restoredFiles(Path data) throws IOException {
        Set<String> ours = Set.of("restoring", "lock");
        if (!Files.exists(data.resolve("restoring"))) {
            return 0;
        }
        try (Stream<Path> all = Files.walk(data)) {
            return all.filter(Files::isRegularFile)
                    .map(each -> each.getFileName().toString())
                    .filter(name -> !ours.contains(name) && !name.endsWith(".part"))
                    .count();
        }
    }

    private static boolean hasData(Path backups) throws IOException {
        try (Stream<Path> all = Files.walk(backups, 3)) {
            return all.anyMatch(each -> each.endsWith("data"));
        }
    }

    private static List<String> server(StandaloneSystem system) {
        return List.of(
                "--url=http://127.0.0.1:" + system.port(Use.MAILBOX_HTTP),
                "--token-file=" + system.adminToken());
    }

    /** A command to a running system. */
    private static String ask(StandaloneSystem system, int code, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(server(system));
        return run(code, all.toArray(String[]::new));
    }

    private static String run(int code, String... arguments) {
        StringWriter out = new StringWriter();
        int ended = Posthorn.run(new PrintWriter(out, true), arguments);
        assertEquals(code, ended, out.toString());
        return out.toString();
    }

    private static int count(MailSystem system, String subject) throws Exception {
        try (Store store = imap(system, USERS.get(1)).connect();
                Folder inbox = store.getFolder("INBOX")) {
            inbox.open(Folder.READ_ONLY);
            int count = 0;
            for (Message message : listed(inbox)) {
                count += subject.equals(message.getSubject()) ? 1 : 0;
            }
            return count;
        }
    }

    /** All messages, what is looked at asked for at once. */
    private static Message[] listed(Folder inbox) throws MessagingException {
        FetchProfile wanted = new FetchProfile();
        wanted.add(FetchProfile.Item.ENVELOPE);
        wanted.add(UIDFolder.FetchProfileItem.UID);
        Message[] all = inbox.getMessages();
        inbox.fetch(all, wanted);
        return all;
    }

    /** As a mail program that keeps what it has seen; it has set flags meanwhile. */
    private void remember(MailSystem system) throws MessagingException {
        for (String user : USERS) {
            try (Store store = imap(system, user).connect()) {
                Folder inbox = store.getFolder("INBOX");
                inbox.open(Folder.READ_WRITE);
                inbox.setFlags(inbox.getMessages(), new Flags(Flags.Flag.SEEN), true);
                inbox.close(false);
                seen(store, user).forEach(remembered::put);
            }
        }
    }

    private static Map<String, String> seen(Store store, String user) throws MessagingException {
        Map<String, String> seen = new HashMap<>();
        try (IMAPFolder inbox = (IMAPFolder) store.getFolder("INBOX")) {
            inbox.open(Folder.READ_ONLY);
            for (Message message : listed(inbox)) {
                seen.put(
                        user + " " + inbox.getUIDValidity() + " " + inbox.getUID(message),
                        message.getSubject() + " " + ((IMAPMessage) message).getMessageID());
            }
        }
        return seen;
    }

    private static List<Path> backups(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(each -> Files.exists(each.resolve("manifest.json")))
                    .sorted()
                    .toList();
        }
    }

    private void restored(Path backup) throws Exception {
        Path data = directory.resolve("new/data");
        restoreIsKilledTwice(backup, data);
        String told = run(0, "restore", backup.toString(), "--data-dir=" + data);
        assertTrue(told.contains("posthorn up"), told);
        try (StandaloneSystem system =
                StandaloneSystem.start(directory.resolve("new"), MailSystem.WITHOUT_LIMITS)) {
            for (int number = 0; number < MARKED; number++) {
                String subject = "before " + number;
                Awaitility.await().atMost(PATIENCE).until(() -> count(system, subject) > 0);
                assertEquals(1, count(system, subject));
            }
            mark(system, "later");
            Awaitility.await().atMost(PATIENCE).until(() -> count(system, "later") == 1);
            for (String user : USERS) {
                try (Store store = imap(system, user).connect()) {
                    seen(store, user)
                            .forEach((place, message) ->
                                    assertEquals(message, remembered.getOrDefault(place, message)));
                    uidValidityIsAnother(store);
                }
            }
            assertFalse(Files.exists(data.resolve("restoring")));
        }
    }

    private void uidValidityIsAnother(Store store) throws MessagingException {
        for (Folder each : store.getDefaultFolder().list("*")) {
            IMAPFolder folder = (IMAPFolder) each;
            folder.open(Folder.READ_ONLY);
            String validity = " " + folder.getUIDValidity() + " ";
            assertTrue(remembered.keySet().stream().noneMatch(place -> place.contains(validity)));
            folder.close(false);
        }
    }

    private static void damagedIsNamed(Path backup) throws IOException {
        run(0, "backup", "verify", backup.toString());
        Path key = backup.resolve("data/master-key");
        byte[] octets = Files.readAllBytes(key);
        octets[3] ^= 1;
        Files.write(key, octets);
        String told = run(1, "backup", "verify", backup.toString());
        assertTrue(told.contains("master-key is damaged"), told);
    }
}
