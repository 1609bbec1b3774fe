package posthorn.delivery.policy;

import java.util.EnumMap;
import java.util.Map;
import posthorn.delivery.policy.Consequence.Connection;
import posthorn.delivery.policy.Consequence.NextHost;
import posthorn.delivery.policy.Consequence.Recipients;
import posthorn.delivery.policy.Consequence.Verdict;
import posthorn.delivery.policy.DeliveryFailure.Stage;

/**
 * What each event at each stage of an SMTP session means for the connection, the host, the
 * recipients and the message (RFC 5321 §3.8, §4.2, §4.3.2, §5.1).
 *
 * <p>The rules behind the cells:
 *
 * <ul>
 *   <li>Before MAIL nothing is said about a message: a host that does not want to talk to us is
 *       passed over, and when no other one does better the message waits, whatever the code.
 *   <li>After 4yz the next host is asked, at every stage: the first one may stay unable for days
 *       while the next one would take the message.
 *   <li>5yz about a recipient or a message is final, except where it is about what the host can
 *       take: then the next host is asked, and the message fails when all of them say so.
 *   <li>RSET is about the connection alone.
 *   <li>A reply while the message is sent means what it would mean behind it; the connection is of
 *       no use then, since the host has not had all of the message.
 *   <li>When no reply follows the final dot, the message may have been taken: no other host is
 *       asked.
 *   <li>TLS that is offered and does not work is left out, with the same host (RFC 7435). Where
 *       more is demanded of TLS than that it is tried (MTA-STS, DANE, REQUIRETLS; {@link
 *       posthorn.protocol.tls.TlsOrder}), {@link TlsFailureTable} stands in place of the cells that
 *       say {@link NextHost#SAME_WITHOUT_TLS}, and of no others.
 * </ul>
 */
final class FailureTable {

    private static final String ROWS =
            """
            # stage         events                                  connection next host        recipients verdict
            CONNECT         *                                       CLOSE      NEXT             ALL        DEFER
            GREETING        TRANSIENT PERMANENT INCAPABLE TOO_MANY  QUIT       NEXT             ALL        DEFER
            GREETING        OUT_OF_STEP CLOSING LOST                CLOSE      NEXT             ALL        DEFER
            HELLO           TRANSIENT PERMANENT INCAPABLE TOO_MANY  QUIT       NEXT             ALL        DEFER
            HELLO           OUT_OF_STEP CLOSING LOST                CLOSE      NEXT             ALL        DEFER
            STARTTLS        TRANSIENT PERMANENT INCAPABLE TOO_MANY  KEEP       SAME_WITHOUT_TLS ALL        DEFER
            STARTTLS        OUT_OF_STEP LOST                        CLOSE      SAME_WITHOUT_TLS ALL        DEFER
            STARTTLS        CLOSING                                 CLOSE      NEXT             ALL        DEFER
            TLS             *                                       CLOSE      SAME_WITHOUT_TLS ALL        DEFER
            HELLO_OVER_TLS  TRANSIENT PERMANENT INCAPABLE TOO_MANY  QUIT       NEXT             ALL        DEFER
            HELLO_OVER_TLS  OUT_OF_STEP CLOSING                     CLOSE      NEXT             ALL        DEFER
            HELLO_OVER_TLS  LOST                                    CLOSE      SAME_WITHOUT_TLS ALL        DEFER
            AUTH            TRANSIENT PERMANENT INCAPABLE TOO_MANY  QUIT       NEXT             ALL        DEFER
            AUTH            OUT_OF_STEP CLOSING LOST                CLOSE      NEXT             ALL        DEFER
            RSET            TRANSIENT PERMANENT INCAPABLE TOO_MANY  QUIT       SAME             ALL        DEFER
            RSET            OUT_OF_STEP CLOSING LOST                CLOSE      SAME             ALL        DEFER
            MAIL            TRANSIENT TOO_MANY                      KEEP       NEXT             ALL        DEFER
            MAIL            OUT_OF_STEP CLOSING LOST                CLOSE      NEXT             ALL        DEFER
            MAIL            PERMANENT                               KEEP       NONE             ALL        FAIL
            MAIL            INCAPABLE                               KEEP       NEXT             ALL        FAIL
            RCPT            TRANSIENT TOO_MANY                      KEEP       NEXT             ONE        DEFER
            RCPT            OUT_OF_STEP CLOSING LOST                CLOSE      NEXT             ALL        DEFER
            RCPT            PERMANENT                               KEEP       NONE             ONE        FAIL
            RCPT            INCAPABLE                               KEEP       NEXT             ONE        FAIL
            DATA            TRANSIENT TOO_MANY                      KEEP       NEXT             ALL        DEFER
            DATA            OUT_OF_STEP CLOSING LOST                CLOSE      NEXT             ALL        DEFER
            DATA            PERMANENT                               KEEP       NONE             ALL        FAIL
            DATA            INCAPABLE                               KEEP       NEXT             ALL        FAIL
            BODY            TRANSIENT TOO_MANY                      CLOSE      NEXT             ALL        DEFER
            BODY            OUT_OF_STEP CLOSING LOST                CLOSE      NEXT             ALL        DEFER
            BODY            PERMANENT                               CLOSE      NONE             ALL        FAIL
            BODY            INCAPABLE                               CLOSE      NEXT             ALL        FAIL
            END_OF_DATA     TRANSIENT TOO_MANY                      KEEP       NEXT             ALL        DEFER
            END_OF_DATA     CLOSING                                 CLOSE      NEXT             ALL        DEFER
            END_OF_DATA     PERMANENT                               KEEP       NONE             ALL        FAIL
            END_OF_DATA     INCAPABLE                               KEEP       NEXT             ALL        FAIL
            END_OF_DATA     OUT_OF_STEP LOST                        CLOSE      NONE             ALL        DEFER_MAYBE_TAKEN
            """;

    private static final Map<Stage, Map<StageEvent, Consequence>> CELLS = read();

    private FailureTable() {}

    /** The cell of a stage and an event. */
    static Consequence at(Stage stage, StageEvent event) {
        Consequence cell = CELLS.getOrDefault(stage, Map.of()).get(event);
        if (cell == null) {
            throw new IllegalStateException("The table says nothing of " + event + " at " + stage);
        }
        return cell;
    }

    private static Map<Stage, Map<StageEvent, Consequence>> read() {
        Map<Stage, Map<StageEvent, Consequence>> cells = new EnumMap<>(Stage.class);
        ROWS.lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> {
                    String[] words = line.strip().split(" +");
                    int last = words.length;
                    Consequence consequence =
                            new Consequence(
                                    Connection.valueOf(words[last - 4]),
                                    NextHost.valueOf(words[last - 3]),
                                    Recipients.valueOf(words[last - 2]),
                                    Verdict.valueOf(words[last - 1]));
                    Map<StageEvent, Consequence> row =
                            cells.computeIfAbsent(
                                    Stage.valueOf(words[0]), _ -> new EnumMap<>(StageEvent.class));
                    for (int at = 1; at < last - 4; at++) {
                        for (StageEvent event : events(words[at])) {
                            if (row.put(event, consequence) != null) {
                                throw new IllegalStateException("The table says it twice: " + line);
                            }
                        }
                    }
                });
        return cells;
    }

    private static StageEvent[] events(String word) {
        return word.equals("*") ? StageEvent.values() : new StageEvent[] {StageEvent.valueOf(word)};
    }
}
