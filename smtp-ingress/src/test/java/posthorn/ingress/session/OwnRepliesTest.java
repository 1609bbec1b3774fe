package posthorn.ingress.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import posthorn.protocol.explanation.OwnReply;
import posthorn.protocol.explanation.ReplyCatalogue;
import posthorn.protocol.smtp.Command;
import posthorn.protocol.smtp.EnhancedStatus;
import posthorn.protocol.smtp.Reply;

/** Every negative reply that a session can give has its page, and fits into its lines. */
class OwnRepliesTest {

    private static final int LONGEST_LINE = 512;
    private static final String HELP = "https://mail.example.test/" + "h".repeat(174);
    private static final ReplyLines LINES = new ReplyLines(Optional.of(HELP));

    /** A reply that is made here and not by {@link RejectReason}. */
    private static final Pattern MADE =
            Pattern.compile("Reply\\s*\\.\\s*(?:of|plain)\\(\\s*([0-9]{3})");

    private final ReplyCatalogue catalogue = ReplyCatalogue.standard();

    @ParameterizedTest
    @EnumSource(RejectReason.class)
    void everyRefusalIsInTheCatalogueWithItsCodes(RejectReason reason) {
        OwnReply entry =
                catalogue
                        .named(reason.word())
                        .orElseThrow(() -> new AssertionError("no entry " + reason.word()));
        Reply reply = reason.reply("detail", "detail", "detail", "detail");
        assertEquals(entry.code(), reply.code());
        assertEquals(Optional.of(entry.statuses().getFirst()), reply.status());
    }

    @Test
    void theCatalogueHasNothingElse() {
        Set<String> entries = new TreeSet<>();
        catalogue.replies().forEach(reply -> entries.add(reply.name()));
        for (RejectReason reason : RejectReason.values()) {
            entries.remove(reason.word());
        }
        assertEquals(Set.of(), entries);
    }

    @Test
    void whatTheGrammarSaysIsInTheCatalogueToo() {
        OwnReply entry = catalogue.named("bad-argument").orElseThrow();
        for (String line :
                List.of(
                        "MAIL FROM:<a@>",
                        "RCPT TO:<@>",
                        "MAIL TO:<a@b.test>",
                        "NOOP \u0001",
                        "RSET x",
                        "AUTH PLAIN !",
                        "EHLO")) {
            Command command = Command.parse(line.getBytes(StandardCharsets.UTF_8));
            if (command instanceof Command.Malformed(String verb, Reply reply)) {
                assertEquals(entry.code(), reply.code(), line);
                assertTrue(entry.statuses().contains(status(reply)), line);
            }
        }
    }

    private static EnhancedStatus status(Reply reply) {
        return reply.status().orElseThrow();
    }

    @Test
    void nobodyElseMakesANegativeReply() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources()) {
            Matcher made = MADE.matcher(Files.readString(file));
            while (made.find()) {
                if (Integer.parseInt(made.group(1)) >= 400) {
                    found.add(file.getFileName() + ": " + made.group());
                }
            }
        }
        assertEquals(List.of(), found);
    }

    @ParameterizedTest
    @EnumSource(RejectReason.class)
    void noLineIsTooLongWhateverTheDetail(RejectReason reason) {
        for (String detail : List.of("x".repeat(12_000), "\u00e4".repeat(6_000))) {
            Reply reply = LINES.of(reason, reason.reply(detail, detail, detail, detail));
            List<String> lines = reply.encode().lines().toList();
            for (String line : lines) {
                assertTrue(line.getBytes(StandardCharsets.UTF_8).length + 2 <= LONGEST_LINE, line);
                assertTrue(line.substring(4).startsWith(status(reply) + " "), line);
            }
            assertTrue(lines.getLast().endsWith("See " + HELP + "/" + reason.word()));
            assertEquals(Optional.of(reply), Reply.parse(lines));
        }
    }

    @Test
    void withoutAnAddressOfThePagesNoLinkIsGiven() {
        Reply reply = RejectReason.UNKNOWN_USER.reply();
        assertEquals(reply, ReplyLines.PLAIN.of(RejectReason.UNKNOWN_USER, reply));
    }

    @Test
    void sessionEndsItsRefusalsWithTheLink() {
        PendingActions out = new PendingActions(new ReplyLines(Optional.of("https://a.test/help")));
        RejectReason reason = RejectReason.UNKNOWN_USER;
        out.refuse(reason, reason.reply(), Optional.empty(), Optional.empty());
        List<Action> actions = out.drain();
        Reply sent = ((Action.Say) actions.getFirst()).reply();
        assertEquals(
                List.of(
                        "550-5.1.1 No such user here",
                        "550 5.1.1 See https://a.test/help/unknown-user"),
                sent.encode().lines().toList());
        assertEquals(2, actions.size());
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("src/main/java"))) {
            return all.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
