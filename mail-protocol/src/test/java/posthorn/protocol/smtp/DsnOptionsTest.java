package posthorn.protocol.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** RET, ENVID, NOTIFY and ORCPT (RFC 3461 §4, RFC 6533 §3). */
class DsnOptionsTest {

    @Test
    void envelopeIdIsDecodedAndEncodedAgain() {
        DsnMessageOptions options = message("ENVID=order+2B7+20of+3Dtoday");
        assertEquals(Optional.of("order+7 of=today"), options.envelopeId());
        assertEquals("ENVID=order+2B7+20of+3Dtoday", encoded(options.parameters()));
    }

    @Test
    void returnHasTwoValuesInAnyCase() {
        assertEquals("RET=FULL", encoded(message("RET=full").parameters()));
        assertEquals("RET=HDRS", encoded(message("RET=Hdrs").parameters()));
        assertTrue(refused("RET=HEADERS"));
        assertTrue(refused("RET"));
    }

    @Test
    void envelopeIdIsPrintableAndNotTooLong() {
        assertTrue(refused("ENVID=a+00"));
        assertTrue(refused("ENVID=a+C3+B6"));
        assertTrue(refused("ENVID=+"));
        assertTrue(refused("ENVID"));
        assertTrue(refused("ENVID=" + "x".repeat(101)));
        assertEquals(100, message("ENVID=" + "x".repeat(100)).envelopeId().orElseThrow().length());
    }

    @Test
    void notifyIsNeverOrASetOfTheOthers() {
        assertEquals(Set.of(DsnCondition.NEVER), recipient("NOTIFY=never").conditions());
        assertEquals(
                "NOTIFY=SUCCESS,FAILURE,DELAY",
                encoded(recipient("NOTIFY=delay,FAILURE,Success").parameters()));
        for (String bad : List.of("NEVER,DELAY", "", "DELAY,", "DELAY,DELAY", "ALWAYS")) {
            assertEquals(Optional.empty(), read("NOTIFY", bad, false), bad);
        }
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new DsnRecipientOptions(
                                Set.of(DsnCondition.NEVER, DsnCondition.DELAY), Optional.empty()));
    }

    @Test
    void originalRecipientHasATypeAndAnAddressInXtext() {
        assertEquals(
                Optional.of(new OriginalRecipient("rfc822", "a+b c@example.net")),
                recipient("ORCPT=rfc822;a+2Bb+20c@example.net").original());
        assertEquals(
                "ORCPT=X400;/C+3Dde/S+3DHorn",
                encoded(recipient("ORCPT=X400;/C+3Dde/S+3DHorn").parameters()));
        for (String bad :
                List.of("a@b.example", ";a@b.example", "rfc822;", "rfc 822;a", "rfc822;a+0A")) {
            assertEquals(Optional.empty(), OriginalRecipient.parse(bad, true), bad);
        }
        assertEquals(
                Optional.empty(),
                OriginalRecipient.parse("rfc822;" + "x".repeat(494) + "@example.net", false));
    }

    @Test
    void charactersAboveAsciiStandInTheTypeUtf8() {
        OriginalRecipient who =
                new OriginalRecipient("utf-8", "b\u00f6b+\\=\ud83d\udcef@x.example");
        assertEquals(
                Optional.of(who),
                OriginalRecipient.parse(
                        "utf-8;b\\x{F6}b\\x{2B}\\x{5C}\\x{3D}\\x{1F4EF}@x.example", false));
        assertEquals("utf-8;b\\x{F6}b\\x{2B}\\x{5C}\\x{3D}\\x{1F4EF}@x.example", who.encode());
        String raw = "utf-8;b\u00f6b@x.example";
        assertEquals(Optional.empty(), OriginalRecipient.parse(raw, false));
        assertEquals(
                Optional.of(new OriginalRecipient("utf-8", "b\u00f6b@x.example")),
                OriginalRecipient.parse(raw, true));
        assertEquals(Optional.empty(), OriginalRecipient.parse("rfc822;b\u00f6b@x.example", true));
        for (String bad : List.of("\\", "\\x{", "\\x{D800}", "\\x{110000}", "\\x{0A}", "\\y{41}")) {
            assertEquals(Optional.empty(), OriginalRecipient.parse("utf-8;a" + bad, true), bad);
        }
    }

    @Test
    void whatWasReadIsReadAgainFromWhatIsWritten() {
        Random random = new Random(3461);
        String letters = "ab+=\\;@ .{x}\u00f6\ud83d\udcef";
        for (int i = 0; i < 2_000; i++) {
            StringBuilder address = new StringBuilder("a");
            letters.codePoints()
                    .filter(_ -> random.nextInt(3) > 0)
                    .forEach(address::appendCodePoint);
            OriginalRecipient who = new OriginalRecipient("utf-8", address.toString());
            assertEquals(Optional.of(who), OriginalRecipient.parse(who.encode(), false));
            assertEquals(Optional.of(who), OriginalRecipient.of(who.text()));
        }
    }

    private static DsnMessageOptions message(String parameter) {
        return DsnMessageOptions.NONE.with(parameter(parameter)).orElseThrow();
    }

    private static boolean refused(String parameter) {
        return DsnMessageOptions.NONE.with(parameter(parameter)).isEmpty();
    }

    private static DsnRecipientOptions recipient(String parameter) {
        return DsnRecipientOptions.NONE.with(parameter(parameter), false).orElseThrow();
    }

    private static Optional<DsnRecipientOptions> read(String keyword, String value, boolean utf8) {
        EsmtpParameter parameter =
                value.isEmpty() ? EsmtpParameter.of(keyword) : EsmtpParameter.of(keyword, value);
        return DsnRecipientOptions.NONE.with(parameter, utf8);
    }

    private static EsmtpParameter parameter(String text) {
        return EsmtpParameter.parse(text).orElseThrow();
    }

    private static String encoded(List<EsmtpParameter> parameters) {
        return String.join(" ", parameters.stream().map(EsmtpParameter::encode).toList());
    }
}
