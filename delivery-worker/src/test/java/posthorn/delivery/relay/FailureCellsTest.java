package posthorn.delivery.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.AttemptResult.Deferred;
import posthorn.delivery.policy.AttemptResult.Delivered;
import posthorn.delivery.policy.AttemptResult.Failed;
import posthorn.delivery.policy.Consequence;
import posthorn.delivery.policy.Consequence.Connection;
import posthorn.delivery.policy.Consequence.NextHost;
import posthorn.delivery.policy.Consequence.Recipients;
import posthorn.delivery.policy.DeliveryFailure;
import posthorn.delivery.policy.DeliveryFailure.ConnectionLost;
import posthorn.delivery.policy.DeliveryFailure.Stage;
import posthorn.delivery.policy.DeliveryFailure.UnexpectedReply;
import posthorn.delivery.policy.FailurePolicy;
import posthorn.delivery.policy.StageEvent;
import posthorn.protocol.smtp.Reply;

/**
 * Each cell of the failure policy's table that can be met, on the wire: what becomes of the
 * connection, which host is asked next, for whom, and what becomes of the message.
 */
class FailureCellsTest {

    private static final String TEXT = "Subject: x\r\n\r\nhello\r\n";

    /** More than a connection holds: a host that goes away while it is sent is noticed then. */
    private static final String LARGE = TEXT + "a line of the message\r\n".repeat(700_000);

    /** What the better host does at a stage. */
    record Cell(Stage stage, StageEvent event) {

        String reply() {
            return switch (event) {
                case OUT_OF_STEP ->
                        stage == Stage.DATA || stage == Stage.STARTTLS ? "250 what" : "354 what";
                case TRANSIENT -> "450 4.2.1 busy";
                case CLOSING -> "421 4.3.2 going down";
                case PERMANENT -> "550 5.7.1 no";
                case INCAPABLE -> "552 5.3.4 too large";
                case TOO_MANY -> "552 5.5.3 too many";
                case LOST -> ScriptedPeer.CLOSE;
            };
        }

        Consequence consequence() {
            DeliveryFailure failure =
                    event == StageEvent.LOST
                            ? new ConnectionLost(stage, "mx", "closed")
                            : new UnexpectedReply(stage, "mx", Reply.parse(reply()).orElseThrow());
            return FailurePolicy.consequence(failure);
        }
    }

    static List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            switch (stage) {
                case CONNECT, AUTH -> {}
                case TLS -> cells.add(new Cell(stage, StageEvent.LOST));
                case GREETING,
                        HELLO,
                        STARTTLS,
                        HELLO_OVER_TLS,
                        RSET,
                        MAIL,
                        RCPT,
                        DATA,
                        BODY,
                        END_OF_DATA ->
                        cells.addAll(all(stage));
            }
        }
        return cells;
    }

    private static List<Cell> all(Stage stage) {
        List<Cell> cells = new ArrayList<>();
        for (StageEvent event : StageEvent.values()) {
            if (event != StageEvent.TOO_MANY || stage == Stage.RCPT) {
                cells.add(new Cell(stage, event));
            }
        }
        return cells;
    }

    static List<Cell> cellsThatDecide() {
        return cells().stream()
                .filter(cell ->
                        cell.consequence().nextHost() == NextHost.NEXT
                                || cell.consequence().nextHost() == NextHost.NONE)
                .toList();
    }

    private static final RelayRig RIG = new RelayRig();

    @BeforeEach
    void begin() {
        RIG.begin();
    }

    @AfterAll
    static void close() {
        RIG.close();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void otherHostTakesWhatItShould(Cell cell) throws InterruptedException {
        begin(cell);
        List<AttemptResult> results = RIG.send(text(cell), "a@far.test", "b@far.test");
        Consequence consequence = cell.consequence();
        boolean one = consequence.recipients() == Recipients.ONE;
        String host = results.get(0).host();
        switch (consequence.nextHost()) {
            case NEXT -> {
                assertInstanceOf(Delivered.class, results.get(0));
                assertTrue(host.startsWith("second.test["), host);
                assertEquals(one, results.get(1).host().startsWith("first.test["));
            }
            case NONE -> {
                verdict(consequence, results.get(0));
                assertEquals(0, RIG.second.connections.get());
                assertEquals(one, results.get(1) instanceof Delivered);
            }
            case SAME, SAME_WITHOUT_TLS -> {
                assertInstanceOf(Delivered.class, results.get(0));
                assertTrue(host.startsWith("first.test["), host);
                assertEquals(false, RIG.first.received.getLast().secure());
            }
        }
        connection(cell.consequence());
    }

    @ParameterizedTest
    @MethodSource("cellsThatDecide")
    void messageBecomesWhatItShouldWhenThereIsNoOtherHost(Cell cell) {
        RIG.first.behaviour.features = List.of("8BITMIME");
        begin(cell);
        verdict(cell.consequence(), RIG.send(text(cell), "a@only.test").get(0));
    }

    private static String text(Cell cell) {
        return cell.stage() == Stage.BODY ? LARGE : TEXT;
    }

    private static void begin(Cell cell) {
        if (cell.stage() == Stage.RSET) {
            assertInstanceOf(Delivered.class, RIG.send(TEXT, "a@far.test").get(0));
        }
        switch (cell.stage()) {
            case STARTTLS, HELLO_OVER_TLS -> RIG.first.behaviour.tls = ScriptedPeer.Tls.GOOD;
            case TLS -> RIG.first.behaviour.tls = ScriptedPeer.Tls.BROKEN;
            case CONNECT, GREETING, HELLO, AUTH, RSET, MAIL, RCPT, DATA, BODY, END_OF_DATA -> {}
        }
        RIG.first.behaviour.replies.put(cell.stage(), cell.reply());
    }

    private static void verdict(Consequence consequence, AttemptResult result) {
        switch (consequence.verdict()) {
            case DEFER -> assertEquals(false, ((Deferred) result).maybeTwice(), result::toString);
            case DEFER_MAYBE_TAKEN ->
                    assertEquals(true, ((Deferred) result).maybeTwice(), result::toString);
            case FAIL -> assertInstanceOf(Failed.class, result);
            case HOLD -> throw new AssertionError("no dialogue holds a message");
        }
    }

    /** Of the connection on which it happened. */
    private static void connection(Consequence consequence) throws InterruptedException {
        boolean next = consequence.nextHost() == NextHost.NEXT;
        boolean same =
                consequence.nextHost() == NextHost.SAME
                        || consequence.nextHost() == NextHost.SAME_WITHOUT_TLS;
        if (consequence.connection() == Connection.KEEP) {
            assertEquals(next ? 2 : 1, RIG.relay.idleSessions());
            assertEquals(1, RIG.first.connections.get());
            return;
        }
        assertEquals(
                consequence.connection() == Connection.QUIT,
                RIG.first.ended.poll(10, TimeUnit.SECONDS));
        assertEquals(next || same ? 1 : 0, RIG.relay.idleSessions());
    }
}
