package posthorn.delivery.policy;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import posthorn.delivery.policy.Consequence.Connection;
import posthorn.delivery.policy.Consequence.NextHost;
import posthorn.delivery.policy.Consequence.Recipients;
import posthorn.delivery.policy.Consequence.Verdict;
import posthorn.protocol.tls.TlsFinding;

/**
 * What it means for the connection, the host, the recipients and the message when a host does not
 * do what is demanded of TLS. What is demanded of which host says {@link
 * posthorn.protocol.tls.TlsOrder}: DANE before MTA-STS before TLS as an offer.
 *
 * <p>The rules behind the cells:
 *
 * <ul>
 *   <li>Nothing of a message was said to the host: another one is asked, in the order of RFC 5321
 *       §5.1.
 *   <li>When no host does it, the message waits (RFC 7672 §2.2, RFC 8461 §5.1): a certificate that
 *       has expired is renewed, and whoever stands between us and the host goes away.
 *   <li>What a sender sent with REQUIRETLS is returned then (RFC 8689 §4.2.1), except where it is
 *       DNS that did not answer.
 * </ul>
 */
final class TlsFailureTable {

    private static final String ROWS =
            """
            # finding     connection next host  recipients verdict  with REQUIRETLS
            NOT_OFFERED   QUIT       NEXT       ALL        DEFER    FAIL
            NOT_STARTED   CLOSE      NEXT       ALL        DEFER    FAIL
            NOT_VERIFIED  CLOSE      NEXT       ALL        DEFER    FAIL
            UNNAMED       CLOSE      NEXT       ALL        DEFER    FAIL
            UNKNOWN       CLOSE      NEXT       ALL        DEFER    DEFER
            UNVERIFIABLE  CLOSE      NEXT       ALL        DEFER    FAIL
            """;

    private record Row(Consequence usually, Consequence withRequireTls) {}

    private static final Map<TlsFinding, Row> CELLS = read();

    private TlsFailureTable() {}

    /** The cell of a finding. */
    static Consequence at(TlsFinding finding, boolean requireTls) {
        Row row =
                Optional.ofNullable(CELLS.get(finding))
                        .orElseThrow(() ->
                                new IllegalStateException("The table says nothing of " + finding));
        return requireTls ? row.withRequireTls() : row.usually();
    }

    private static Map<TlsFinding, Row> read() {
        Map<TlsFinding, Row> cells = new EnumMap<>(TlsFinding.class);
        ROWS.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.strip().split(" +"))
                .forEach(words ->
                        cells.put(
                                TlsFinding.valueOf(words[0]),
                                new Row(cell(words, words[4]), cell(words, words[5]))));
        return cells;
    }

    private static Consequence cell(String[] words, String verdict) {
        return new Consequence(
                Connection.valueOf(words[1]),
                NextHost.valueOf(words[2]),
                Recipients.valueOf(words[3]),
                Verdict.valueOf(verdict));
    }
}
