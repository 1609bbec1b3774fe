package posthorn.delivery.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import posthorn.delivery.policy.Consequence.NextHost;
import posthorn.delivery.policy.Consequence.Recipients;
import posthorn.delivery.policy.Consequence.Verdict;
import posthorn.delivery.policy.DeliveryFailure.NotSecure;
import posthorn.protocol.tls.TlsDemand;
import posthorn.protocol.tls.TlsFinding;

/** What follows when a host does not do what is demanded of TLS. */
class TlsFailureTableTest {

    @Test
    void anotherHostIsAskedForAllRecipients() {
        for (TlsFinding finding : TlsFinding.values()) {
            for (boolean requireTls : new boolean[] {false, true}) {
                Consequence cell = TlsFailureTable.at(finding, requireTls);
                assertEquals(NextHost.NEXT, cell.nextHost());
                assertEquals(Recipients.ALL, cell.recipients());
            }
        }
    }

    @Test
    void messageWaitsUnlessItsSenderWantsItBack() {
        assertEquals(
                Map.of(Verdict.DEFER, TlsFinding.values().length),
                Arrays.stream(TlsFinding.values())
                        .map(finding -> TlsFailureTable.at(finding, false).verdict())
                        .collect(Collectors.toMap(v -> v, _ -> 1, Integer::sum)));
        Map<TlsFinding, Verdict> required = new TreeMap<>();
        for (TlsFinding finding : TlsFinding.values()) {
            required.put(finding, TlsFailureTable.at(finding, true).verdict());
        }
        assertEquals(Verdict.DEFER, required.remove(TlsFinding.UNKNOWN));
        assertEquals(true, required.values().stream().allMatch(Verdict.FAIL::equals));
    }

    @Test
    void codesTellWhatIsMissing() {
        assertEquals("4.7.10", status(TlsFinding.NOT_OFFERED, TlsDemand.POLICY, false));
        assertEquals("4.7.10", status(TlsFinding.NOT_STARTED, TlsDemand.TLSA, false));
        assertEquals("4.7.5", status(TlsFinding.NOT_VERIFIED, TlsDemand.TLSA, false));
        assertEquals("4.7.5", status(TlsFinding.UNNAMED, TlsDemand.UNNAMED, false));
        assertEquals("5.7.10", status(TlsFinding.UNVERIFIABLE, TlsDemand.UNVERIFIABLE, true));
        assertEquals("4.7.5", status(TlsFinding.UNKNOWN, TlsDemand.UNKNOWN, true));
    }

    private static String status(TlsFinding finding, TlsDemand demand, boolean requireTls) {
        return FailurePolicy.result(new NotSecure(finding, demand, requireTls, "mx", "why"))
                .status();
    }
}
