package posthorn.protocol.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CommandTest {

    @Test
    void mailCarriesPathAndParameters() {
        assertEquals(
                new Command.Mail(
                        path("alice@example.test"),
                        List.of(EsmtpParameter.of("SIZE", "1000"), EsmtpParameter.of("SMTPUTF8"))),
                Command.parse("mail from:<alice@example.test> size=1000  SMTPUTF8 "));
    }

    @Test
    void nullReversePathIsNotAnAddress() {
        assertEquals(new Command.Mail(ReversePath.NULL, List.of()), Command.parse("MAIL FROM:<>"));
    }

    @Test
    void spaceBehindTheColonIsTolerated() {
        assertEquals(
                new Command.Mail(path("a@b.test"), List.of()),
                Command.parse("MAIL FROM: <a@b.test>"));
    }

    @Test
    void sourceRouteIsDropped() {
        Command.Rcpt rcpt =
                assertInstanceOf(
                        Command.Rcpt.class,
                        Command.parse("RCPT TO:<@one.test,@[192.0.2.1]:bob@two.test>"));
        assertEquals("bob@two.test", rcpt.path().encode());
    }

    @Test
    void quotedLocalPartMayHoldAngleBracketsAndSpaces() {
        Command.Rcpt rcpt =
                assertInstanceOf(
                        Command.Rcpt.class,
                        Command.parse("RCPT TO:<\"a> b\\\" @c\"@example.test> X=1"));
        assertEquals(Optional.of("a> b\" @c"), rcpt.path().mailbox().map(m -> m.local().text()));
        assertEquals("\"a> b\\\" @c\"@example.test", rcpt.path().encode());
    }

    @Test
    void postmasterNeedsNoDomain() {
        assertEquals(
                new Command.Rcpt(new ForwardPath.Postmaster("PostMaster"), List.of()),
                Command.parse("RCPT TO:<PostMaster>"));
    }

    @Test
    void dotsThatRealSendersHaveAreTakenAsIfQuoted() {
        for (String local : new String[] {"a..b", "a.", "a...b..", "a.b."}) {
            Command.Mail mail =
                    assertInstanceOf(
                            Command.Mail.class,
                            Command.parse("MAIL FROM:<" + local + "@example.test> SIZE=1"));
            assertEquals('"' + local + "\"@example.test", mail.path().encode());
            assertEquals(mail, Command.parse(mail.encode()));
        }
        assertEquals("501 5.1.7", refusal("MAIL FROM:<.a@example.test>"));
    }

    @Test
    void badAddressesSayWhichSideIsWrong() {
        assertEquals("501 5.1.7", refusal("MAIL FROM:alice@example.test"));
        assertEquals("501 5.1.7", refusal("MAIL FROM:<alice>"));
        assertEquals("501 5.1.3", refusal("RCPT TO:<>"));
        assertEquals("501 5.1.3", refusal("RCPT TO:<a@-b.test>"));
        assertEquals("501 5.1.3", refusal("RCPT TO:<a@[300.1.1.1]>"));
        assertEquals("501 5.1.3", refusal("RCPT TO:<a@b.test"));
        assertEquals("501 5.1.3", refusal("RCPT TO:<a@b.test\0>"));
    }

    @Test
    void badArgumentsAreNamed() {
        assertEquals("501 5.5.4", refusal("EHLO"));
        assertEquals("501 5.5.4", refusal("EHLO two words"));
        assertEquals("501 5.5.4", refusal("DATA now"));
        assertEquals("501 5.5.4", refusal("MAIL <a@b.test>"));
        assertEquals("501 5.5.4", refusal("MAIL FROM:<a@b.test>SIZE=1"));
        assertEquals("501 5.5.4", refusal("MAIL FROM:<a@b.test> SIZE=1 size=2"));
        assertEquals("501 5.5.4", refusal("MAIL FROM:<a@b.test> SIZE="));
        assertEquals("501 5.5.4", refusal("AUTH"));
    }

    @Test
    void lineThatIsNotUtf8IsMalformed() {
        byte[] line = "RCPT TO:<b\u00f6b@example.test>".getBytes(StandardCharsets.ISO_8859_1);
        Command.Malformed command = assertInstanceOf(Command.Malformed.class, Command.parse(line));
        assertEquals("RCPT", command.verb());
    }

    @Test
    void unknownVerbIsCutAndPrintable() {
        assertEquals(
                new Command.Unknown("??XAAAAAAAAAAAAA"),
                Command.parse("\u0001\u00e9x" + "a".repeat(500) + " b"));
        assertEquals(new Command.Unknown(""), Command.parse(""));
    }

    @Test
    void authTakesAnInitialResponse() {
        assertEquals(
                new Command.Auth("PLAIN", Optional.of("AGEAYg==")),
                Command.parse("auth plain AGEAYg=="));
        assertEquals(new Command.Auth("LOGIN", Optional.empty()), Command.parse("AUTH LOGIN"));
        assertEquals("501 5.5.2", refusal("AUTH PLAIN !!"));
    }

    @Test
    void parseUndoesEncode() {
        SmtpSamples samples = new SmtpSamples(new Random(5321));
        for (int i = 0; i < 20_000; i++) {
            Command command = samples.command();
            assertEquals(command, Command.parse(command.encode()), command::encode);
            byte[] wire = command.encode().getBytes(StandardCharsets.UTF_8);
            assertEquals(command, Command.parse(wire), command::encode);
        }
    }

    @Test
    void noLineMakesTheParserThrow() {
        Random random = new Random(42);
        SmtpSamples samples = new SmtpSamples(random);
        for (int i = 0; i < 20_000; i++) {
            byte[] wire = samples.command().encode().getBytes(StandardCharsets.UTF_8);
            for (int hits = random.nextInt(4); hits >= 0; hits--) {
                wire[random.nextInt(wire.length)] = (byte) random.nextInt(256);
            }
            Command command = Command.parse(wire);
            if (!(command instanceof Command.Malformed)) {
                assertEquals(command, Command.parse(command.encode()), command::encode);
            }
        }
    }

    private static ReversePath path(String address) {
        return ReversePath.parse(address).orElseThrow();
    }

    private static String refusal(String line) {
        Command.Malformed command = assertInstanceOf(Command.Malformed.class, Command.parse(line));
        return command.reply().code() + " " + command.reply().status().orElseThrow();
    }
}
