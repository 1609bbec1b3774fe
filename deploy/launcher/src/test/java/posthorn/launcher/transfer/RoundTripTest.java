package posthorn.launcher.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes out to files and comes in from them is the same mail. */
class RoundTripTest {

    private static final Instant TIME = Instant.parse("2026-11-28T09:00:07Z");

    /** Kinds of files. */
    enum Kind {
        MBOX,
        MAILDIR
    }

    @TempDir private Path directory;

    private final MemoryAccount account = new MemoryAccount();
    private int minutes;

    @BeforeEach
    void fill() throws IOException {
        put("INBOX", List.of("\\Seen", "$Label1"), "Subject: a\r\n\r\nFrom here\r\n>From\r\n");
        put("INBOX", List.of(), "Message-ID: <1@x>\r\n\r\nno end of line");
        put("INBOX", List.of("\\Flagged", "\\Answered"), "Message-ID: <1@x>\r\n\r\nno end of line");
        put("INBOX", List.of("\\Draft"), "Status: RO\r\nX-Status: F\r\nSubject: b\r\n\r\nx\r\n");
        put("INBOX", List.of("\\Deleted"), "Subject: c\r\n\r\nlone\nand\rmixed\r\n>>From x\n\r\n");
        put("Lists/a.b/ü", List.of("$Forwarded"), "\r\nonly text\r\n\r\n\r\n");
        put("Lists/a.b/ü", List.of("\\Seen"), "");
        put("Lists/a.b/ü", List.of("\\Seen"), "From x\r\nSubject: odd\r\n\r\nFrom \r\nFro");
        put("Sent", List.of("\\Seen"), "Subject: sent\r\n\r\nx\r\n");
    }

    private void put(String path, List<String> flags, String octets) throws IOException {
        account.put(
                path,
                new MessageFacts("test", TIME.plusSeconds(60L * minutes++), flags),
                octets.getBytes(StandardCharsets.UTF_8));
    }

    private Report export(Kind kind) throws IOException {
        Report report = new Report(line -> {});
        try (MailSink sink =
                kind == Kind.MBOX ? new MboxSink(directory) : new MaildirSink(directory)) {
            new ExportRun(account, sink, report, false).run();
        }
        return report;
    }

    private Report load(Kind kind, MemoryAccount to) {
        Report report = new Report(line -> {});
        try (MailSource source =
                kind == Kind.MBOX
                        ? new MboxSource(directory, "INBOX")
                        : new MaildirSource(directory)) {
            new ImportRun(source, to, report, false).run();
        }
        return report;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void mailboxesFlagsDatesAndOctetsAreTheSame(Kind kind) throws IOException {
        Report out = export(kind);
        MemoryAccount other = new MemoryAccount();
        Report in = load(kind, other);

        assertEquals(List.of(), out.failures());
        assertEquals(List.of(), in.failures());
        assertEquals(account.content(), other.content());
        assertEquals(9, in.carried());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aRepeatedRunAddsNothing(Kind kind) throws IOException {
        export(kind);
        assertEquals(0, export(kind).carried());
        MemoryAccount other = new MemoryAccount();
        load(kind, other);
        Report again = load(kind, other);
        assertEquals(0, again.carried());
        assertEquals(9, again.there());
        assertEquals(account.content(), other.content());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anImportThatWasInterruptedGoesOn(Kind kind) throws IOException {
        export(kind);
        for (int appends = 0; appends < 9; appends++) {
            MemoryAccount other = new MemoryAccount();
            other.dieAfter(appends, appends % 2 == 0);
            assertThrows(TransferStopped.class, () -> load(kind, other));
            other.live();
            load(kind, other);
            assertEquals(account.content(), other.content());
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anExportThatWasInterruptedGoesOn(Kind kind) throws IOException {
        for (int read = 0; read < 3; read++) {
            account.breakAfter(read);
            assertThrows(TransferStopped.class, () -> export(kind));
        }
        export(kind);
        MemoryAccount other = new MemoryAccount();
        load(kind, other);
        assertEquals(account.content(), other.content());
    }

    @Test
    void aMessageThatWasCutOffIsWrittenAnew() throws IOException {
        byte[] octets =
                ("Subject: x\r\n\r\n" + "x".repeat(1_100_000)).getBytes(StandardCharsets.US_ASCII);
        MessageFacts facts = new MessageFacts("test", TIME, List.of());
        Folder folder = new Folder("Lost", "", false);
        Letter lost = Letter.read(new ByteArrayInputStream(octets));
        // Its octets lie in a file, which is gone now.
        lost.close();
        try (MailSink.Box box = new MboxSink(directory).open(folder, "7")) {
            assertThrows(UncheckedIOException.class, () -> box.add(1, facts, lost));
        }
        try (MailSink sink = new MboxSink(directory);
                Letter letter = Letter.read(new ByteArrayInputStream(octets))) {
            try (MailSink.Box box = sink.open(folder, "7")) {
                box.add(1, facts, letter);
            }
        }
        MemoryAccount other = new MemoryAccount();
        assertEquals(1, load(Kind.MBOX, other).carried());
        MemoryAccount wanted = new MemoryAccount();
        wanted.put("Lost", facts, octets);
        assertEquals(wanted.content(), other.content());
    }

    @Test
    void anMboxOfSomebodyElseIsNotOverwritten() throws IOException {
        Path file = directory.resolve("INBOX.mbox");
        Files.writeString(file, "From somebody\n");
        assertThrows(TransferStopped.class, () -> export(Kind.MBOX));
        assertEquals("From somebody\n", Files.readString(file));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatCameMeanwhileIsAdded(Kind kind) throws IOException {
        export(kind);
        put("INBOX", List.of("\\Seen"), "Subject: new\r\n\r\nFrom me\r\n");
        assertEquals(1, export(kind).carried());
        MemoryAccount other = new MemoryAccount();
        load(kind, other);
        assertEquals(account.content(), other.content());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aLargeMessageIsCarriedThroughAFile(Kind kind) throws IOException {
        put("Sent", List.of(), "Subject: large\r\n\r\n" + "x".repeat(1_100_000) + "\r\n");
        export(kind);
        MemoryAccount other = new MemoryAccount();
        assertEquals(10, load(kind, other).carried());
        assertEquals(account.content(), other.content());
    }

    @Test
    void oneMessageThatCannotBeReadDoesNotEndTheRun() throws IOException {
        export(Kind.MAILDIR);
        Path inbox = directory.resolve("cur");
        try (Stream<Path> all = Files.list(inbox)) {
            Path one = all.sorted().findFirst().orElseThrow();
            Files.delete(one);
            // A link to nothing is no file; a directory cannot be read as one.
            Files.createSymbolicLink(one, Path.of("nowhere"));
        }
        Report report = load(Kind.MAILDIR, new MemoryAccount());
        assertEquals(8, report.carried() + report.there());
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void filesOfOtherProgramsAreRead(String mbox, String octets, List<String> flags)
            throws IOException {
        Path file = directory.resolve("Archive");
        Files.writeString(file, mbox);
        MemoryAccount other = new MemoryAccount();
        new ImportRun(new MboxSource(file, "Old/mail"), other, new Report(line -> {}), false).run();
        List<String> got = other.content().getOrDefault("Old/mail  true", List.of());
        assertEquals(1, got.size());
        MemoryAccount wanted = new MemoryAccount();
        wanted.put(
                "w",
                new MessageFacts("w", Instant.parse("2026-11-28T08:30:00Z"), flags),
                octets.getBytes(StandardCharsets.UTF_8));
        assertEquals(wanted.content().get("w  false"), got);
    }

    static Stream<Arguments> foreign() {
        return Stream.of(
                Arguments.of(
                        """
                        From a@b Sat Nov 28 08:30:00 2026
                        Subject: x
                        Status: RO
                        X-Status: AF
                        X-Keywords: one two

                        >From there

                        """,
                        "Subject: x\r\n\r\nFrom there\r\n",
                        List.of("\\Seen", "\\Answered", "\\Flagged", "one", "two")),
                Arguments.of(
                        "From a@b Sat Nov 28 09:30:00 +0100 2026\r\nSubject: x\r\n\r\ntext\r\n\r\n",
                        "Subject: x\r\n\r\ntext\r\n",
                        List.of()),
                Arguments.of(
                        "From a@b no date\nDate: Sat, 28 Nov 2026 09:30:00 +0100\nStatus: O\n\ntext",
                        "Date: Sat, 28 Nov 2026 09:30:00 +0100\r\n\r\ntext",
                        List.of()));
    }

    @Test
    void theSpecialUseOfAnotherNameGoesToTheMailboxThatHasIt() throws IOException {
        Files.writeString(directory.resolve("mailboxes"), "subscribed\tsent\tGesendet\n");
        Files.writeString(
                directory.resolve("Gesendet.mbox"),
                "From a@b Sat Nov 28 08:30:00 2026\nSubject: x\n\nx\n\n");
        MemoryAccount other = new MemoryAccount();
        load(Kind.MBOX, other);
        assertEquals(1, other.content().getOrDefault("Gesendet sent true", List.of()).size());
        assertTrue(other.boxes().stream().noneMatch(box -> box.folder().path().equals("Sent")));
    }

    @Test
    void namesOfMaildirAreReadAsTheyAreWritten() {
        for (String path : List.of("a", "a/b", "a.b/c", "ü/x & y", "back\\slash", "Entwürfe")) {
            assertEquals(path, MaildirNames.path(MaildirNames.directory(path)));
        }
        assertEquals(".Lists.java", MaildirNames.directory("Lists/java"));
    }

    @Test
    void addressesOfServers() {
        assertEquals(
                new ImapAddress(true, "imap.example.org", 993, "alice@example.org"),
                ImapAddress.parse("imaps://alice@example.org@imap.example.org/"));
        assertEquals(
                new ImapAddress(false, "::1", 1143, ""), ImapAddress.parse("imap://[::1]:1143/"));
        assertThrows(IllegalArgumentException.class, () -> ImapAddress.parse("imap.example.org"));
    }
}
