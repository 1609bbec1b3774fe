package posthorn.ingress.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import posthorn.protocol.smtp.Reply;

class RejectReasonTest {
    private static final int LONGEST_LINE = 510;

    @ParameterizedTest
    @EnumSource(RejectReason.class)
    void everyRefusalIsAReplyThatSaysNo(RejectReason refusal) {
        Reply reply = refusal.reply("detail", "detail", "detail", "detail");
        List<String> lines = reply.encode().lines().toList();
        assertTrue(reply.code() >= 400, lines.toString());
        assertTrue(
                lines.stream().allMatch(line -> line.length() <= LONGEST_LINE), lines.toString());
        assertEquals(Optional.of(reply), Reply.parse(lines));
    }
}
