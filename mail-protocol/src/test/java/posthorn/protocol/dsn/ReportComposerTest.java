package posthorn.protocol.dsn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import posthorn.protocol.dsn.DeliveryReport.Action;
import posthorn.protocol.dsn.DeliveryReport.Kind;
import posthorn.protocol.dsn.DeliveryReport.Original;
import posthorn.protocol.dsn.DeliveryReport.ReportedRecipient;
import posthorn.protocol.explanation.Language;

/**
 * Whole notifications as they are sent: {@code src/test/resources/dsn/*.eml}, behind lines with
 * {@code #}. Written anew with {@code -Dposthorn.golden.write=true}, to be read before they are
 * committed.
 */
class ReportComposerTest {

    private static final Instant ARRIVED = Instant.parse("2026-11-23T08:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-23T08:01:30Z");
    private static final ReportedRecipient UNKNOWN =
            new ReportedRecipient(
                    "nobody@far.test",
                    "",
                    Action.FAILED,
                    "5.1.1",
                    "mx.far.test[192.0.2.1]:25",
                    "550 5.1.1 no such user",
                    NOW);

    @Test
    void failureReturnsTheWholeMessage() throws IOException {
        golden("failure-whole", report(Kind.FAILURE, plain("hello\r\n"), true, UNKNOWN));
    }

    @Test
    void failureOfTwoRecipientsReturnsTheHeaderOfALargeMessage() throws IOException {
        ReportedRecipient unreached =
                new ReportedRecipient(
                        "someone@gone.test",
                        "rfc822;alias@old.test",
                        Action.FAILED,
                        "4.4.7",
                        "",
                        "connection refused",
                        NOW);
        Original cut =
                new Original(
                        plain("only the beginn").getBytes(StandardCharsets.UTF_8),
                        false,
                        true,
                        "<1@near.test>");
        golden("failure-header", report(Kind.FAILURE, cut, "sender@near.test", UNKNOWN, unreached));
    }

    @Test
    void delayTellsUntilWhen() throws IOException {
        ReportedRecipient late =
                new ReportedRecipient(
                        "late@far.test",
                        "",
                        Action.DELAYED,
                        "4.4.1",
                        "mx.far.test[192.0.2.1]:25",
                        "connection timed out",
                        NOW);
        golden("delay", report(Kind.DELAY, plain("hello\r\n"), false, late));
    }

    @Test
    void delayInGermanNamesTheTimeTheGermanWay() throws IOException {
        ReportedRecipient grey =
                new ReportedRecipient(
                        "late@far.test",
                        "",
                        Action.DELAYED,
                        "4.2.0",
                        "mx.far.test[192.0.2.1]:25",
                        "450 4.2.0 greylisted, come back in 300 seconds",
                        NOW);
        golden(
                "delay-german",
                in(report(Kind.DELAY, plain("hello\r\n"), false, grey), Language.GERMAN, ""));
    }

    @Test
    void refusalsOfALargeProviderNameTheMissingRecordOnceForAllRecipients() throws IOException {
        String reply = "550 5.7.26 Gmail requires all senders to authenticate with SPF or DKIM";
        golden(
                "failure-authentication-english",
                in(
                        report(
                                Kind.FAILURE,
                                plain("hello\r\n"),
                                true,
                                refused("a@gmail.test", "5.7.26", reply),
                                refused("full@gmail.test", "5.2.2", "552 5.2.2 over quota"),
                                refused("b@gmail.test", "5.7.26", reply)),
                        Language.ENGLISH,
                        ""));
    }

    @Test
    void blockListIsNamedInGerman() throws IOException {
        golden(
                "failure-listed-german",
                in(
                        report(
                                Kind.FAILURE,
                                plain("hello\r\n"),
                                true,
                                refused(
                                        "a@far.test",
                                        "5.7.1",
                                        "554 5.7.1 blocked using pbl.spamhaus.org")),
                        Language.GERMAN,
                        ""));
    }

    @Test
    void successTellsWhereTheMessageIs() throws IOException {
        golden(
                "success",
                in(
                        report(
                                Kind.SUCCESS,
                                plain("hello\r\n"),
                                false,
                                new ReportedRecipient(
                                        "u@here.test",
                                        "rfc822;old@here.test",
                                        Action.DELIVERED,
                                        "2.0.0",
                                        "",
                                        "stored",
                                        NOW),
                                new ReportedRecipient(
                                        "v@far.test",
                                        "",
                                        Action.RELAYED,
                                        "2.0.0",
                                        "mx.far.test[192.0.2.1]:25",
                                        "250 2.0.0 queued",
                                        NOW)),
                        Language.ENGLISH,
                        "QQ314159"));
    }

    @Test
    void internationalAddressGoesTheWayOfRfc6533() throws IOException {
        ReportedRecipient wide =
                new ReportedRecipient(
                        "jörg@bücher.test",
                        "",
                        Action.FAILED,
                        "5.6.7",
                        "mx.bücher.test[192.0.2.9]:25",
                        "the host does not offer SMTPUTF8",
                        NOW);
        golden(
                "failure-utf8",
                report(
                        Kind.FAILURE,
                        original("Subject: Grüße\r\n\r\nhällo\r\n", true),
                        "jürgen@near.test",
                        wide));
    }

    @Test
    void messageIsSevenBitEvenWhenTheOriginalIsNot() {
        byte[] report =
                ReportComposer.compose(
                        report(
                                Kind.FAILURE,
                                original("Subject: Grüße\r\n\r\nhällo\r\n", true),
                                "sender@near.test",
                                UNKNOWN));
        for (byte octet : report) {
            assertTrue(octet > 0);
        }
    }

    @Test
    void replyCannotAddFieldsOrParts() {
        ReportedRecipient hostile =
                new ReportedRecipient(
                        "a@far.test",
                        "",
                        Action.FAILED,
                        "5.0.0",
                        "mx.far.test[192.0.2.1]:25",
                        "550 no\r\nAction: delivered\r\n\r\n--=_id0--",
                        NOW);
        String text =
                new String(
                        ReportComposer.compose(
                                report(Kind.FAILURE, plain("x\r\n"), false, hostile)),
                        StandardCharsets.UTF_8);
        assertFalse(text.contains("\nAction: delivered"));
        assertEquals(4, text.lines().filter(line -> line.startsWith("--=_id0")).count());
    }

    @Test
    void longLinesAreNotReturnedWhole() {
        String text =
                new String(
                        ReportComposer.compose(
                                report(
                                        Kind.FAILURE,
                                        plain("x".repeat(2000) + "\r\n"),
                                        true,
                                        UNKNOWN)),
                        StandardCharsets.UTF_8);
        assertFalse(text.contains("message/rfc822"));
        assertTrue(text.lines().allMatch(line -> line.length() <= 998));
    }

    @Test
    void aThousandRecipientsWithLongRepliesAreCountedAfterTheFirstHundred() {
        byte[] made = ReportComposer.compose(thousand("550 5.1.1 no such user here".repeat(20)));
        String text = new String(made, StandardCharsets.UTF_8);
        long listed = text.lines().filter(line -> line.startsWith("Final-Recipient: ")).count();
        assertTrue(listed >= 40 && listed < 200, "listed " + listed);
        assertTrue(text.contains("And " + (1000 - listed) + " more, which are not listed here."));
        assertTrue(text.contains("Und " + (1000 - listed) + " weitere, die hier nicht aufgef"));
        assertTrue(text.contains("X-Posthorn-Recipients-Not-Listed: " + (1000 - listed) + "\r\n"));
        assertTrue(made.length < ReportComposer.MAX_OCTETS / 2, "octets " + made.length);
    }

    @Test
    void noNotificationIsLongerThanPromised() {
        for (String reply :
                List.of("", "550 " + "\u00e4".repeat(100_000), "\ud83d\ude00".repeat(50_000))) {
            byte[] made = ReportComposer.compose(thousand(reply));
            assertTrue(made.length <= ReportComposer.MAX_OCTETS, "octets " + made.length);
        }
    }

    @Test
    void ofAHeaderThatIsTooLongTheFirstLinesAreReturned() {
        byte[] head = "X-Long: \u00e4\r\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        byte[] made =
                ReportComposer.compose(
                        report(
                                Kind.FAILURE,
                                new Original(head, true, true, "<" + "1".repeat(5_000) + "@a>"),
                                "sender@near.test",
                                UNKNOWN));
        String text = new String(made, StandardCharsets.UTF_8);
        assertTrue(text.contains("message/global-headers"));
        assertTrue(text.contains("X-Long: =C3=A4\r\n\r\n--=_id0--"));
        assertFalse(text.contains("References:"));
        assertTrue(made.length <= ReportComposer.MAX_OCTETS, "octets " + made.length);
    }

    /** A thousand recipients, each with an original address and a name of its host that is long. */
    private static DeliveryReport thousand(String reply) {
        String host = "mx." + "\u00fc".repeat(250) + ".test[192.0.2.1]:25";
        ReportedRecipient[] recipients = new ReportedRecipient[1000];
        for (int i = 0; i < recipients.length; i++) {
            String address = "user" + i + "@far.test";
            recipients[i] =
                    new ReportedRecipient(
                            address,
                            "rfc822;" + address,
                            Action.FAILED,
                            "5.1.1",
                            reply.startsWith("550 5.1.1") ? "mx.far.test[192.0.2.1]:25" : host,
                            reply,
                            NOW);
        }
        return report(
                Kind.FAILURE,
                new Original(
                        ("Subject: " + "\u00e4".repeat(40_000)).getBytes(StandardCharsets.UTF_8),
                        true,
                        true,
                        "<1@near.test>"),
                "sender@near.test",
                recipients);
    }

    private static DeliveryReport in(DeliveryReport report, Language language, String envelopeId) {
        return new DeliveryReport(
                report.kind(),
                List.of(language),
                report.id(),
                report.reportingHost(),
                report.to(),
                report.date(),
                report.arrived(),
                envelopeId,
                report.retryUntil(),
                report.recipients(),
                report.original());
    }

    private static ReportedRecipient refused(String address, String status, String reply) {
        return new ReportedRecipient(
                address,
                "",
                Action.FAILED,
                status,
                "gmail-smtp-in.l.google.com[192.0.2.26]:25",
                reply,
                NOW);
    }

    private static DeliveryReport report(
            Kind kind, String original, boolean whole, ReportedRecipient... recipients) {
        return report(kind, original(original, whole), "sender@near.test", recipients);
    }

    private static DeliveryReport report(
            Kind kind, Original original, String to, ReportedRecipient... recipients) {
        return new DeliveryReport(
                kind,
                List.of(Language.ENGLISH, Language.GERMAN),
                "id0",
                "mail.here.test",
                to,
                NOW,
                ARRIVED,
                "",
                kind == Kind.DELAY
                        ? Optional.of(Instant.parse("2026-11-28T08:00:00Z"))
                        : Optional.empty(),
                List.of(recipients),
                original);
    }

    private static String plain(String body) {
        return "From: sender@near.test\r\nSubject: x\r\nMessage-ID: <1@near.test>\r\n\r\n" + body;
    }

    private static Original original(String text, boolean whole) {
        return new Original(text.getBytes(StandardCharsets.UTF_8), true, whole, "<1@near.test>");
    }

    private static void golden(String name, DeliveryReport report) throws IOException {
        Path file = Path.of("src/test/resources/dsn", name + ".eml");
        String made = new String(ReportComposer.compose(report), StandardCharsets.UTF_8);
        String comments =
                Files.readString(file, StandardCharsets.UTF_8)
                        .lines()
                        .takeWhile(line -> line.startsWith("#"))
                        .map(line -> line + "\n")
                        .collect(Collectors.joining());
        if (Boolean.getBoolean("posthorn.golden.write")) {
            Files.writeString(file, comments + made, StandardCharsets.UTF_8);
        }
        assertEquals(Files.readString(file, StandardCharsets.UTF_8), comments + made);
    }
}
