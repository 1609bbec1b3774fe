package posthorn.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What counts as the same. */
class RecordStateTest {

    private static RecordState state(String name, String type, String wanted, String... found) {
        return RecordState.of(RecordKind.of(name, type, wanted), type, wanted, List.of(found));
    }

    @Test
    void caseAndLastDotsOfNamesDoNotCount() {
        assertInstanceOf(
                RecordState.Published.class,
                state("a.test", "MX", "10 mx.a.test.", "20 b.test.", "10  MX.A.test"));
        assertInstanceOf(
                RecordState.Published.class,
                state("_imaps._tcp.a.test", "SRV", "0 1 993 mx.a.test.", "0 1 993 mx.a.test"));
        assertInstanceOf(
                RecordState.Published.class,
                state("_pop3._tcp.a.test", "SRV", "0 0 0 .", "0 0 0 ."));
    }

    @Test
    void textOfAKeyIsTheSameWhateverWhiteSpaceIsInIt() {
        assertInstanceOf(
                RecordState.Published.class,
                state("s._domainkey.a.test", "TXT", "v=DKIM1; p=abc", "v=DKIM1;p=abc"));
        assertInstanceOf(
                RecordState.Different.class,
                state("s._domainkey.a.test", "TXT", "v=DKIM1; p=abc", "v=DKIM1; p=ABC"));
    }

    @Test
    void othersAtTheNameAreNotOfItsKind() {
        assertInstanceOf(
                RecordState.Missing.class, state("a.test", "TXT", "v=spf1 mx ~all", "another=1"));
        assertEquals(
                new RecordState.Different(List.of("v=spf1 -all")),
                state("a.test", "TXT", "v=spf1 mx ~all", "another=1", "v=spf1 -all"));
    }

    @Test
    void twoOfOneKindAreNone() {
        assertEquals(
                new RecordState.Several(List.of("v=spf1 mx ~all", "V=SPF1 -all")),
                state("a.test", "TXT", "v=spf1 mx ~all", "v=spf1 mx ~all", "V=SPF1 -all"));
    }
}
