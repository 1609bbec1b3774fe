package posthorn.delivery.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posthorn.delivery.policy.DeliveryFailure.Stage;
import posthorn.protocol.smtp.Reply;

/** Each cell of the table, and which reply is which event. */
class FailureTableTest {

    private static final List<StageEvent> COLUMNS =
            List.of(
                    StageEvent.OUT_OF_STEP,
                    StageEvent.TRANSIENT,
                    StageEvent.CLOSING,
                    StageEvent.PERMANENT,
                    StageEvent.INCAPABLE,
                    StageEvent.TOO_MANY,
                    StageEvent.LOST);

    @Test
    void connectionIsKeptWhereTheDialogueIsInStepAndMailMayFollow() {
        assertGrid(
                """
                CONNECT        CLOSE CLOSE CLOSE CLOSE CLOSE CLOSE CLOSE
                GREETING       CLOSE QUIT  CLOSE QUIT  QUIT  QUIT  CLOSE
                HELLO          CLOSE QUIT  CLOSE QUIT  QUIT  QUIT  CLOSE
                STARTTLS       CLOSE KEEP  CLOSE KEEP  KEEP  KEEP  CLOSE
                TLS            CLOSE CLOSE CLOSE CLOSE CLOSE CLOSE CLOSE
                HELLO_OVER_TLS CLOSE QUIT  CLOSE QUIT  QUIT  QUIT  CLOSE
                AUTH           CLOSE QUIT  CLOSE QUIT  QUIT  QUIT  CLOSE
                RSET           CLOSE QUIT  CLOSE QUIT  QUIT  QUIT  CLOSE
                MAIL           CLOSE KEEP  CLOSE KEEP  KEEP  KEEP  CLOSE
                RCPT           CLOSE KEEP  CLOSE KEEP  KEEP  KEEP  CLOSE
                DATA           CLOSE KEEP  CLOSE KEEP  KEEP  KEEP  CLOSE
                BODY           CLOSE CLOSE CLOSE CLOSE CLOSE CLOSE CLOSE
                END_OF_DATA    CLOSE KEEP  CLOSE KEEP  KEEP  KEEP  CLOSE
                """,
                cell -> cell.connection().name());
    }

    @Test
    void anotherHostIsAskedUnlessThisOneSpokeForAllOrMayHaveTheMessage() {
        assertGrid(
                """
                CONNECT        NEXT  NEXT  NEXT  NEXT  NEXT  NEXT  NEXT
                GREETING       NEXT  NEXT  NEXT  NEXT  NEXT  NEXT  NEXT
                HELLO          NEXT  NEXT  NEXT  NEXT  NEXT  NEXT  NEXT
                STARTTLS       PLAIN PLAIN NEXT  PLAIN PLAIN PLAIN PLAIN
                TLS            PLAIN PLAIN PLAIN PLAIN PLAIN PLAIN PLAIN
                HELLO_OVER_TLS NEXT  NEXT  NEXT  NEXT  NEXT  NEXT  PLAIN
                AUTH           NEXT  NEXT  NEXT  NEXT  NEXT  NEXT  NEXT
                RSET           SAME  SAME  SAME  SAME  SAME  SAME  SAME
                MAIL           NEXT  NEXT  NEXT  NONE  NEXT  NEXT  NEXT
                RCPT           NEXT  NEXT  NEXT  NONE  NEXT  NEXT  NEXT
                DATA           NEXT  NEXT  NEXT  NONE  NEXT  NEXT  NEXT
                BODY           NEXT  NEXT  NEXT  NONE  NEXT  NEXT  NEXT
                END_OF_DATA    NONE  NEXT  NEXT  NONE  NEXT  NEXT  NONE
                """,
                cell -> cell.nextHost().name().replace("SAME_WITHOUT_TLS", "PLAIN"));
    }

    @Test
    void onlyRepliesToRcptConcernOneRecipient() {
        assertGrid(
                """
                CONNECT        ALL ALL ALL ALL ALL ALL ALL
                GREETING       ALL ALL ALL ALL ALL ALL ALL
                HELLO          ALL ALL ALL ALL ALL ALL ALL
                STARTTLS       ALL ALL ALL ALL ALL ALL ALL
                TLS            ALL ALL ALL ALL ALL ALL ALL
                HELLO_OVER_TLS ALL ALL ALL ALL ALL ALL ALL
                AUTH           ALL ALL ALL ALL ALL ALL ALL
                RSET           ALL ALL ALL ALL ALL ALL ALL
                MAIL           ALL ALL ALL ALL ALL ALL ALL
                RCPT           ALL ONE ALL ONE ONE ONE ALL
                DATA           ALL ALL ALL ALL ALL ALL ALL
                BODY           ALL ALL ALL ALL ALL ALL ALL
                END_OF_DATA    ALL ALL ALL ALL ALL ALL ALL
                """,
                cell -> cell.recipients().name());
    }

    @Test
    void messageFailsOnlyWhereItsTransactionWasRefusedForGood() {
        assertGrid(
                """
                CONNECT        DEFER DEFER DEFER DEFER DEFER DEFER DEFER
                GREETING       DEFER DEFER DEFER DEFER DEFER DEFER DEFER
                HELLO          DEFER DEFER DEFER DEFER DEFER DEFER DEFER
                STARTTLS       DEFER DEFER DEFER DEFER DEFER DEFER DEFER
                TLS            DEFER DEFER DEFER DEFER DEFER DEFER DEFER
                HELLO_OVER_TLS DEFER DEFER DEFER DEFER DEFER DEFER DEFER
                AUTH           DEFER DEFER DEFER DEFER DEFER DEFER DEFER
                RSET           DEFER DEFER DEFER DEFER DEFER DEFER DEFER
                MAIL           DEFER DEFER DEFER FAIL  FAIL  DEFER DEFER
                RCPT           DEFER DEFER DEFER FAIL  FAIL  DEFER DEFER
                DATA           DEFER DEFER DEFER FAIL  FAIL  DEFER DEFER
                BODY           DEFER DEFER DEFER FAIL  FAIL  DEFER DEFER
                END_OF_DATA    MAYBE DEFER DEFER FAIL  FAIL  DEFER MAYBE
                """,
                cell -> cell.verdict().name().replace("DEFER_MAYBE_TAKEN", "MAYBE"));
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT, 450 4.2.1 busy,              TRANSIENT",
        "RCPT, 452 4.5.3 too many,          TRANSIENT",
        "MAIL, 421 4.3.2 going down,        CLOSING",
        "RCPT, 421 too many connections,    CLOSING",
        "RCPT, 550 5.1.1 no such user,      PERMANENT",
        "RCPT, 550 no such user,            PERMANENT",
        "RCPT, 552 5.2.2 mailbox full,      PERMANENT",
        "RCPT, 552 full or too many,        TOO_MANY",
        "RCPT, 552 5.5.3 too many,          TOO_MANY",
        "RCPT, 550 5.5.3 too many,          TOO_MANY",
        "MAIL, 552 too large,               INCAPABLE",
        "MAIL, 552 5.3.4 too large,         INCAPABLE",
        "MAIL, 552 5.2.2 mailbox full,      PERMANENT",
        "MAIL, 555 SMTPUTF8 what?,          INCAPABLE",
        "MAIL, 550 5.6.7 only ASCII,        INCAPABLE",
        "END_OF_DATA, 554 5.6.3 not 8-bit,  INCAPABLE",
        "END_OF_DATA, 554 5.6.9 no UTF-8,   INCAPABLE",
        "END_OF_DATA, 554 5.6.0 malformed,  PERMANENT",
        "END_OF_DATA, 354 go on,            OUT_OF_STEP",
        "DATA, 250 ok,                      OUT_OF_STEP"
    })
    void enhancedCodeDecidesWhatReplyMeans(Stage stage, String reply, StageEvent event) {
        assertEquals(event, StageEvent.of(stage, Reply.parse(reply).orElseThrow()));
    }

    /** One line a stage, one word an event; every stage and every event has its cell. */
    private static void assertGrid(String grid, Function<Consequence, String> column) {
        Set<Stage> told = EnumSet.noneOf(Stage.class);
        List<String> actual = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (String line : grid.lines().toList()) {
            String[] words = line.split(" +");
            assertEquals(1 + StageEvent.values().length, words.length, line);
            Stage stage = Stage.valueOf(words[0]);
            told.add(stage);
            for (int at = 0; at < COLUMNS.size(); at++) {
                StageEvent event = COLUMNS.get(at);
                expected.add(stage + " " + event + " " + words[at + 1]);
                actual.add(stage + " " + event + " " + column.apply(FailureTable.at(stage, event)));
            }
        }
        assertEquals(EnumSet.allOf(Stage.class), told);
        assertEquals(expected, actual);
    }
}
