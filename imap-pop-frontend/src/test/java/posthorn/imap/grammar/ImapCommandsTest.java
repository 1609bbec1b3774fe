package posthorn.imap.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import posthorn.imap.grammar.FetchItem.Plain;
import posthorn.imap.grammar.SequenceSet.Range;

/** Parse and write are inverses, and nothing that comes in does harm. */
final class ImapCommandsTest {

    private static final ReaderLimits LIMITS = new ReaderLimits(4096, 16384, 1000);
    private static final SequenceSet SET =
            new SequenceSet(
                    List.of(new Range(3, 3), new Range(7, 5), new Range(9, SequenceSet.STAR)));

    static Stream<ImapCommand> commands() {
        return Stream.of(simple(), quota(), selected()).flatMap(each -> each);
    }

    private static Stream<ImapCommand> simple() {
        return Stream.of(
                new ImapCommand.Capability(),
                new ImapCommand.Noop(),
                new ImapCommand.Logout(),
                new ImapCommand.Id(Map.of("name", "x \"y\" \\z")),
                new ImapCommand.StartTls(),
                new ImapCommand.Authenticate("PLAIN", null),
                new ImapCommand.Authenticate("PLAIN", "AGE="),
                new ImapCommand.Login("jürgen@example.test", "se\"c\\ret \r\n"),
                new ImapCommand.Enable(List.of("CONDSTORE", "X")),
                new ImapCommand.Select("INBOX", false, true),
                new ImapCommand.Select("Entwürfe/日本 & more", true, false),
                new ImapCommand.Create("a/b/", List.of("\\Sent")),
                new ImapCommand.Delete("x"),
                new ImapCommand.Rename("a b", "c%d"),
                new ImapCommand.Subscribe("x", true),
                new ImapCommand.Subscribe("x", false),
                new ImapCommand.ListMailboxes("", List.of("*"), List.of(), null, List.of()),
                new ImapCommand.ListMailboxes(
                        "r/",
                        List.of("a%", "&APw-*"),
                        List.of(
                                ImapCommand.ListSelect.SUBSCRIBED,
                                ImapCommand.ListSelect.RECURSIVEMATCH),
                        List.of(
                                ImapCommand.ListReturn.CHILDREN,
                                ImapCommand.ListReturn.SPECIAL_USE),
                        List.of(ImapCommand.StatusItem.MESSAGES, ImapCommand.StatusItem.UNSEEN)),
                new ImapCommand.ListSubscribed("", "%"),
                new ImapCommand.Namespace(),
                new ImapCommand.Status("x", List.of(ImapCommand.StatusItem.UIDNEXT)),
                new ImapCommand.Status("x", List.of(ImapCommand.StatusItem.DELETED_STORAGE)),
                new ImapCommand.Append(
                        "x", List.of("\\Seen", "$Work"), OptionalLong.of(837596665000L), 17),
                new ImapCommand.Append("x", List.of(), OptionalLong.empty(), 0),
                new ImapCommand.Idle());
    }

    private static Stream<ImapCommand> quota() {
        return Stream.of(
                new ImapCommand.GetQuota(""),
                new ImapCommand.GetQuotaRoot("Entw\u00fcrfe"),
                new ImapCommand.SetQuota("", Map.of("STORAGE", 512L)),
                new ImapCommand.SetQuota("a b", Map.of()));
    }

    private static SearchKey search() {
        return new SearchKey.And(
                List.of(
                        new SearchKey.All(),
                        new SearchKey.Flag("\\Seen", false),
                        new SearchKey.Flag("$x", true),
                        new SearchKey.Or(new SearchKey.New(), new SearchKey.Recent(false)),
                        new SearchKey.Not(new SearchKey.Header("X-A", "Grüße \"")),
                        new SearchKey.Envelope("FROM", "Grüße"),
                        new SearchKey.Body("b"),
                        new SearchKey.Text("日本"),
                        new SearchKey.Larger(1),
                        new SearchKey.Smaller(2),
                        new SearchKey.ModSeq(1L << 62),
                        new SearchKey.Numbers(SET),
                        new SearchKey.Uids(SET),
                        new SearchKey.Day(
                                SearchKey.Relation.SINCE, LocalDate.of(2026, 2, 28), true)));
    }

    private static Stream<ImapCommand> selected() {
        Section section =
                new Section(List.of(1, 2), Section.Text.HEADER_FIELDS, List.of("From", "x y"));
        return Stream.of(
                new ImapCommand.Check(),
                new ImapCommand.Close(),
                new ImapCommand.Unselect(),
                new ImapCommand.Expunge(null),
                new ImapCommand.Expunge(SET),
                new ImapCommand.Search(true, search()),
                new ImapCommand.Fetch(
                        true,
                        SET,
                        List.of(
                                Plain.FLAGS,
                                Plain.BODY,
                                new FetchItem.Body(Section.WHOLE, true, null),
                                new FetchItem.Body(section, false, new FetchItem.Partial(0, 10))),
                        OptionalLong.of(5)),
                new ImapCommand.Store(
                        false,
                        SET,
                        ImapCommand.StoreMode.ADD,
                        true,
                        List.of("\\Seen", "$x"),
                        OptionalLong.of(0)),
                new ImapCommand.Copy(true, SET, "ü", true),
                new ImapCommand.Copy(false, SET, "x", false));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void whatIsWrittenIsReadAgain(ImapCommand command) {
        byte[] octets = ImapCommandWriter.write(new TaggedCommand("a.1", command));
        for (int piece : new int[] {octets.length, 1, 2, 3, 7}) {
            ClientInput input = read(octets, piece);
            if (input instanceof ClientInput.AppendBegins append) {
                assertEquals(command, append.append());
            } else {
                ClientInput.Complete complete = assertInstanceOf(ClientInput.Complete.class, input);
                assertEquals(new TaggedCommand("a.1", command), complete.tagged());
            }
        }
    }

    private static ClientInput read(byte[] octets, int piece) {
        ImapCommandReader reader = new ImapCommandReader(LIMITS);
        for (int at = 0; at < octets.length; at += piece) {
            reader.feed(octets, at, Math.min(piece, octets.length - at));
            ClientInput input = reader.next();
            if (input != null) {
                return input;
            }
        }
        throw new AssertionError("nothing was read");
    }

    @Test
    void anythingAtAllIsReadWithoutHarm() {
        Random random = new Random(4);
        byte[][] seeds =
                commands()
                        .map(command -> ImapCommandWriter.write(new TaggedCommand("t", command)))
                        .toArray(byte[][]::new);
        for (int round = 0; round < 20_000; round++) {
            byte[] octets = seeds[random.nextInt(seeds.length)].clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
            }
            drain(octets);
        }
    }

    private static void drain(byte[] octets) {
        ImapCommandReader reader = new ImapCommandReader(LIMITS);
        reader.feed(octets, 0, octets.length);
        int steps = 0;
        for (ClientInput input = reader.next(); input != null; input = reader.next()) {
            if (input instanceof ClientInput.AppendBegins) {
                reader.takeMessage();
            }
            assertTrue(++steps <= octets.length + 2, "the reader does not get on");
        }
    }

    @Test
    void anOverlongLineIsDroppedAndTheNextOneRead() {
        ImapCommandReader reader = new ImapCommandReader(LIMITS);
        byte[] half =
                "a ".concat("x".repeat(3000)).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        reader.feed(half, 0, half.length);
        assertEquals(null, reader.next());
        for (int i = 0; i < 1000; i++) {
            reader.feed(half, 2, half.length - 2);
            assertEquals(null, reader.next());
        }
        byte[] end = "\r\nb NOOP\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        reader.feed(end, 0, end.length);
        ClientInput.Malformed bad = assertInstanceOf(ClientInput.Malformed.class, reader.next());
        assertEquals("a", bad.tag());
        ClientInput.Complete complete = assertInstanceOf(ClientInput.Complete.class, reader.next());
        assertEquals(new ImapCommand.Noop(), complete.tagged().command());
    }

    @Test
    void datesAreReadAndWritten() {
        assertEquals(837596665000L, ImapDate.parseDateTime("17-Jul-1996 02:44:25 -0700"));
        assertEquals("17-Jul-1996 09:44:25 +0000", ImapDate.formatDateTime(837596665000L));
        assertEquals(" 1-Jan-1970 00:00:00 +0000", ImapDate.formatDateTime(0));
        assertNotNull(ImapDate.parseDateTime(" 1-Jan-1970 00:00:60 +1400"));
        assertEquals(null, ImapDate.parseDateTime("31-Feb-2026 00:00:00 +0000"));
        assertEquals(LocalDate.of(2026, 2, 1), ImapDate.parseDate("01-feb-2026"));
        assertEquals(null, ImapDate.parseDate("1-Feb-26"));
    }
}
