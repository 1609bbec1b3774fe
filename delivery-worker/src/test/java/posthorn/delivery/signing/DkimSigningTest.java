package posthorn.delivery.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import posthorn.delivery.client.MessageContent;
import posthorn.delivery.client.MessageContent.ContentLost;
import posthorn.delivery.queue.AnswerLost;
import posthorn.protocol.dkim.BodyHasher;
import posthorn.protocol.dkim.DkimVerification;
import posthorn.protocol.dkim.KeyLookup;
import posthorn.protocol.dkim.KeyName;
import posthorn.protocol.dkim.KeyRecord;
import posthorn.protocol.dkim.SignatureResult;
import posthorn.protocol.dkim.SigningKey;
import posthorn.protocol.mime.MessageHeader;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.Arrival;

/** What leaves is signed when it is ours, and verifies; what is not ours is left alone. */
class DkimSigningTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final String MESSAGE =
            """
            Received: from client
            From: Ann <ann@Example.TEST>
            To: bob@far.test
            Subject: hello

            Text  with space\s

            end
            """
                    .replace("\n", "\r\n");

    private final List<String> asked = new ArrayList<>();
    private int opened;

    private final MessageSigner signer = signer(domain -> keys(domain));

    private List<SigningKey> keys(String domain) {
        asked.add(domain);
        return domain.equals("example.test")
                ? List.of(TestKeys.rsa(domain), TestKeys.ed25519(domain))
                : List.of();
    }

    private static MessageSigner signer(SigningKeys keys) {
        return new DkimSigning(keys, () -> NOW);
    }

    @Test
    void aSubmissionIsSignedByEveryKeyOfTheDomainInFrom() {
        for (int piece : new int[] {1, 7, 100, 10_000}) {
            SigningResult.Signed signed =
                    assertInstanceOf(
                            SigningResult.Signed.class,
                            signer.sign(submission(), source(MESSAGE, piece)));
            assertEquals(
                    List.of("pass example.test r", "pass example.test e"),
                    verify(signed.fields().toStringUtf8() + MESSAGE));
        }
        assertEquals(List.of("example.test"), asked.stream().distinct().toList());
        assertEquals(4, opened);
    }

    @Test
    void aNotificationIsSignedAlthoughNobodySentIt() {
        AcceptedMail notification =
                AcceptedMail.newBuilder()
                        .setArrival(Arrival.newBuilder().setListener("internal"))
                        .build();
        assertInstanceOf(
                SigningResult.Signed.class, signer.sign(notification, source(MESSAGE, 100)));
    }

    @Test
    void whatIsNotOursIsNotSignedAndNotRead() {
        AcceptedMail.Builder mail = AcceptedMail.newBuilder().setReversePath("x@other.test");
        for (String listener : List.of("mx", "internal")) {
            mail.setArrival(Arrival.newBuilder().setListener(listener));
            assertEquals(
                    new SigningResult.Unsigned(), signer.sign(mail.build(), source(MESSAGE, 100)));
        }
        assertEquals(0, opened);
    }

    @Test
    void anotherDomainOrNoneInFromIsNotSigned() {
        for (String from :
                List.of("From: ann@other.test", "From: Ann", "Subject: x", "From: @", "From:")) {
            String message = MESSAGE.replace("From: Ann <ann@Example.TEST>", from);
            assertEquals(
                    new SigningResult.Unsigned(),
                    signer.sign(submission(), source(message, 100)),
                    from);
        }
    }

    @Test
    void aSignatureThatDoesNotVerifyNeverLeaves() {
        MessageSigner broken =
                signer(domain -> List.of(TestKeys.rsa("example.test"), TestKeys.broken(domain)));
        SigningResult.Failed failed =
                assertInstanceOf(
                        SigningResult.Failed.class,
                        broken.sign(submission(), source(MESSAGE, 100)));
        assertTrue(failed.alarm());
        assertTrue(failed.reason().contains("e._domainkey.example.test"), failed.reason());
    }

    @Test
    void withoutKeysOrBodyTheMessageWaits() {
        MessageSigner away =
                signer(domain -> {
                    throw new AnswerLost("nobody answers");
                });
        assertEquals(
                new SigningResult.Failed("nobody answers", false),
                away.sign(submission(), source(MESSAGE, 100)));
        MessageSigner wrong =
                signer(domain -> {
                    throw new SigningKeys.Unusable("another key", new IllegalStateException());
                });
        assertEquals(
                new SigningResult.Failed("another key", true),
                wrong.sign(submission(), source(MESSAGE, 100)));
        assertEquals(
                new SigningResult.Failed("gone", false),
                signer.sign(
                        submission(),
                        () -> {
                            throw new ContentLost("gone");
                        }));
    }

    @Test
    void aHeaderWithoutEndIsNotHeldInMemory() {
        SigningResult.Failed failed =
                assertInstanceOf(
                        SigningResult.Failed.class,
                        signer.sign(submission(), source("a: b\r\n".repeat(400_000), 100_000)));
        assertTrue(failed.alarm());
    }

    @Test
    void aMessageIsSignedOnceForAllItsDestinations() {
        MessageSigner remembered = new RememberedSignatures(signer, 2);
        SigningResult first = remembered.sign(submission("1"), source(MESSAGE, 100));
        assertEquals(first, remembered.sign(submission("1"), source(MESSAGE, 100)));
        assertEquals(1, opened);
        remembered.sign(submission("2"), source(MESSAGE, 100));
        remembered.sign(submission("3"), source(MESSAGE, 100));
        remembered.sign(submission("1"), source(MESSAGE, 100));
        assertEquals(4, opened, "only the last two are remembered");
    }

    private static List<String> verify(String message) {
        byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
        MessageHeader header = MessageHeader.of(octets);
        DkimVerification verification = DkimVerification.of(header, 8);
        BodyHasher hasher = new BodyHasher(verification.bodyHashes());
        hasher.update(octets, header.end(), octets.length);
        Map<KeyName, KeyLookup> records = new HashMap<>();
        for (SigningKey key :
                List.of(TestKeys.rsa("example.test"), TestKeys.ed25519("example.test"))) {
            records.put(
                    key.name(),
                    new KeyLookup.Found(List.of(KeyRecord.Active.of(key.published()).encode())));
        }
        List<SignatureResult> results =
                verification.finish(hasher.finish(), records, NOW.getEpochSecond());
        assertFalse(results.isEmpty());
        return results.stream()
                .map(r -> r.status().word() + " " + r.domain() + " " + r.selector())
                .toList();
    }

    private static AcceptedMail submission() {
        return submission("m");
    }

    private static AcceptedMail submission(String id) {
        return AcceptedMail.newBuilder()
                .setId(id)
                .setReversePath("ann@example.test")
                .setArrival(Arrival.newBuilder().setListener("submission").setAccount("a"))
                .build();
    }

    private MessageSigner.Source source(String message, int piece) {
        byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
        return () -> {
            opened++;
            return content(octets, piece);
        };
    }

    private static MessageContent content(byte[] octets, int piece) {
        int[] at = new int[1];
        return () -> {
            int from = at[0];
            at[0] = Math.min(octets.length, from + piece);
            return from == octets.length
                    ? Optional.empty()
                    : Optional.of(Arrays.copyOfRange(octets, from, at[0]));
        };
    }
}
