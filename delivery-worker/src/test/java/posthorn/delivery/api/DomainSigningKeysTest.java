package posthorn.delivery.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.signing.SigningKeys;
import posthorn.delivery.signing.TestKeys;
import posthorn.protocol.dkim.SigningKey;
import posthorn.protocol.wire.SigningKeysAnswer;

/** Keys are asked for, kept for a while, and used a while longer when nobody answers. */
class DomainSigningKeysTest {
    private final MailboxPod pod = new MailboxPod();
    private final AtomicLong nanos = new AtomicLong();
    private final DomainSigningKeys keys =
            new DomainSigningKeys(
                    pod,
                    Duration.ofMinutes(1),
                    new DomainSigningKeys.Limits(10, Duration.ofMinutes(5), Duration.ofHours(1)),
                    nanos::get);

    @BeforeEach
    void publish() {
        pod.signing.put(
                "mail.example.test",
                SigningKeysAnswer.newBuilder()
                        .setDomain("example.test")
                        .addKeys(TestKeys.wire())
                        .build());
    }

    @AfterEach
    void close() {
        pod.close();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void keysAreOfTheDomainThatSigns() {
        List<SigningKey> found = keys.of("mail.example.test");
        assertEquals("e._domainkey.example.test", found.getFirst().name().dnsName());
        assertFalse(found.toString().contains("secret"), found.toString());
        assertEquals(List.of(), keys.of("other.test"));
    }

    @Test
    void theyAreAskedForAgainWhenTheyAreNotFresh() {
        keys.of("mail.example.test");
        keys.of("mail.example.test");
        keys.of("other.test");
        keys.of("other.test");
        assertEquals(2, pod.asked.get());
        pass(Duration.ofMinutes(6));
        pod.signing.clear();
        assertEquals(List.of(), keys.of("mail.example.test"));
        assertEquals(3, pod.asked.get());
    }

    @Test
    void theLastOnesAreUsedWhileNobodyAnswersButNotForEver() {
        List<SigningKey> found = keys.of("mail.example.test");
        pod.failure = Optional.of(Status.UNAVAILABLE);
        pass(Duration.ofMinutes(6));
        assertEquals(found, keys.of("mail.example.test"));
        pass(Duration.ofHours(1));
        assertThrows(AnswerLost.class, () -> keys.of("mail.example.test"));
        assertThrows(AnswerLost.class, () -> keys.of("new.test"));
    }

    @Test
    void keysUnderAnotherMasterKeyAreForSomebodyToLookAt() {
        pod.failure = Optional.of(Status.FAILED_PRECONDITION);
        assertThrows(SigningKeys.Unusable.class, () -> keys.of("mail.example.test"));
    }

    @Test
    void whatIsNoKeyIsForSomebodyToLookAt() {
        pod.signing.put(
                "bad.test",
                SigningKeysAnswer.newBuilder()
                        .setDomain("bad.test")
                        .addKeys(
                                TestKeys.wire().toBuilder()
                                        .setSecret(ByteString.copyFromUtf8("secret")))
                        .build());
        SigningKeys.Unusable refused =
                assertThrows(SigningKeys.Unusable.class, () -> keys.of("bad.test"));
        assertFalse(String.valueOf(refused.getMessage()).contains("secret"));
    }
}
