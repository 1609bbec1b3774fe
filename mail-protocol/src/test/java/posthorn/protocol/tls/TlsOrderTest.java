package posthorn.protocol.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order among DANE, MTA-STS and TLS as an offer, each cell (RFC 7672, RFC 8461, RFC 8689). */
class TlsOrderTest {

    @Test
    void daneComesBeforeMtaStsBeforeTheOffer() {
        assertGrid(
                SenderWish.NONE,
                """
                           NONE          TESTING       NAMED  UNNAMED
                NONE       OPPORTUNISTIC OPPORTUNISTIC POLICY UNNAMED
                UNUSABLE   ENCRYPTED     ENCRYPTED     POLICY UNNAMED
                USABLE     TLSA          TLSA          TLSA   TLSA
                UNKNOWN    UNKNOWN       UNKNOWN       UNKNOWN UNKNOWN
                """);
    }

    @Test
    void requireTlsTakesOnlyWhatVerifiesTheHost() {
        assertGrid(
                SenderWish.REQUIRETLS,
                """
                           NONE          TESTING       NAMED  UNNAMED
                NONE       UNVERIFIABLE  UNVERIFIABLE  POLICY UNNAMED
                UNUSABLE   UNVERIFIABLE  UNVERIFIABLE  POLICY UNNAMED
                USABLE     TLSA          TLSA          TLSA   TLSA
                UNKNOWN    UNKNOWN       UNKNOWN       UNKNOWN UNKNOWN
                """);
    }

    @Test
    void messageThatDoesNotRequireTlsGoesAnyway() {
        for (DaneState dane : DaneState.values()) {
            for (StsState sts : StsState.values()) {
                assertEquals(
                        TlsDemand.OPPORTUNISTIC,
                        TlsOrder.demand(SenderWish.TLS_NOT_REQUIRED, dane, sts));
            }
        }
    }

    @Test
    void requireTlsCountsWhereBothAreSaid() {
        assertEquals(SenderWish.REQUIRETLS, SenderWish.of(true, true));
        assertEquals(SenderWish.TLS_NOT_REQUIRED, SenderWish.of(false, true));
        assertEquals(SenderWish.NONE, SenderWish.of(false, false));
    }

    @Test
    void demandsSayWhatTheyNeed() {
        assertFalse(TlsDemand.OPPORTUNISTIC.encrypted());
        assertTrue(TlsDemand.ENCRYPTED.encrypted());
        assertFalse(TlsDemand.ENCRYPTED.verified());
        assertTrue(TlsDemand.POLICY.verified());
        assertTrue(TlsDemand.TLSA.verified());
        for (TlsDemand none :
                List.of(TlsDemand.UNNAMED, TlsDemand.UNKNOWN, TlsDemand.UNVERIFIABLE)) {
            assertFalse(none.usable());
            assertFalse(none.encrypted());
        }
    }

    /** One line a state of DANE, one column a state of MTA-STS. */
    private static void assertGrid(SenderWish wish, String grid) {
        List<String> actual = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        List<String> lines = grid.lines().toList();
        String[] columns = lines.getFirst().strip().split(" +");
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.split(" +");
            for (int at = 0; at < columns.length; at++) {
                DaneState dane = DaneState.valueOf(words[0]);
                StsState sts = StsState.valueOf(columns[at]);
                expected.add(dane + " " + sts + " " + words[at + 1]);
                actual.add(dane + " " + sts + " " + TlsOrder.demand(wish, dane, sts));
            }
        }
        assertEquals(DaneState.values().length * StsState.values().length, actual.size());
        assertEquals(expected, actual);
    }
}
