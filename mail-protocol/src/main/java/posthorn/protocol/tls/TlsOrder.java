package posthorn.protocol.tls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The order among DANE, MTA-STS and TLS as an offer, and what the sender's wish makes of it: one
 * table, the first row that fits counts.
 *
 * <p>The rules behind the rows:
 *
 * <ul>
 *   <li>A sender that would rather have a message arrive than have it arrive in secret gets that:
 *       no policy counts (RFC 8689 §5).
 *   <li>DANE comes first: a policy never makes up for records that do not match, and is not asked
 *       where they do (RFC 8461 §2). Records that cannot be had are not the same as none.
 *   <li>Records that cannot be used still demand TLS (RFC 7672 §2.2); a policy may demand more.
 *   <li>REQUIRETLS takes what verifies the host, and nothing less (RFC 8689 §4.2.1).
 * </ul>
 */
public final class TlsOrder {

    private static final String ROWS =
            """
            # wish            DANE      MTA-STS       demand
            TLS_NOT_REQUIRED  *         *             OPPORTUNISTIC
            *                 UNKNOWN   *             UNKNOWN
            *                 USABLE    *             TLSA
            *                 *         UNNAMED       UNNAMED
            *                 *         NAMED         POLICY
            REQUIRETLS        *         *             UNVERIFIABLE
            NONE              UNUSABLE  *             ENCRYPTED
            NONE              NONE      *             OPPORTUNISTIC
            """;

    private static final List<Row> TABLE = read();

    private record Row(
            List<SenderWish> wishes, List<DaneState> dane, List<StsState> sts, TlsDemand demand) {}

    private TlsOrder() {}

    /** What is demanded of a host. */
    public static TlsDemand demand(SenderWish wish, DaneState dane, StsState sts) {
        for (Row row : TABLE) {
            if (row.wishes().contains(wish)
                    && row.dane().contains(dane)
                    && row.sts().contains(sts)) {
                return row.demand();
            }
        }
        throw new IllegalStateException("The table says nothing of " + wish + dane + sts);
    }

    private static List<Row> read() {
        List<Row> rows = new ArrayList<>();
        ROWS.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.strip().split(" +"))
                .forEach(words ->
                        rows.add(
                                new Row(
                                        some(SenderWish.values(), words[0]),
                                        some(DaneState.values(), words[1]),
                                        some(StsState.values(), words[2]),
                                        TlsDemand.valueOf(words[3]))));
        return rows;
    }

    private static <T extends Enum<T>> List<T> some(T[] all, String word) {
        return Arrays.stream(all)
                .filter(one -> word.equals("*") || one.name().equals(word))
                .toList();
    }
}
