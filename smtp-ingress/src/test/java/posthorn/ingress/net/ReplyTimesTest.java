package posthorn.ingress.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import posthorn.ingress.session.Verb;
import posthorn.protocol.smtp.Reply;

class ReplyTimesTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ReplyTimes times = new ReplyTimes(new SmtpMeters(meters));

    private void says(Verb verb, int code) {
        times.came();
        times.said(verb, Reply.plain(code, "words"));
    }

    @Test
    void messageInChunksBehindARefusedOneBeginsWithItsOwnFirstChunk() {
        says(Verb.MAIL, 250);
        says(Verb.BDAT, 250);
        says(Verb.BDAT, 552);
        says(Verb.MAIL, 250);
        long begun = System.nanoTime();
        says(Verb.BDAT, 250);
        says(Verb.BDAT, 250);
        times.appending();
        times.accepted();
        long most = System.nanoTime() - begun;
        Timer receive = meters.get("posthorn.mail.stage.duration").tag("stage", "receive").timer();
        assertEquals(1, receive.count());
        assertTrue(receive.totalTime(TimeUnit.NANOSECONDS) <= most);
    }
}
