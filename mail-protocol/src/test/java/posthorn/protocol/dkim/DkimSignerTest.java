package posthorn.protocol.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import posthorn.protocol.mime.MessageHeader;

/** What is signed here verifies, and nothing that matters can change or be added afterwards. */
class DkimSignerTest {
    private static final String FIELDS =
            """
            Received: by a.example.test; Sat, 28 Nov 2026 10:00:00 +0000
            From: Ann <ann@example.test>
            To: bob@example.org
            Subject: Hello
              there
            Date: Sat, 28 Nov 2026 10:00:00 +0000
            References: <1@a> <2@a>
            """
                    .replace("\n", "\r\n");
    private static final String BODY = "Hello.\r\n\r\nAnn  \r\n";

    @Test
    void bothAlgorithmsVerify() {
        assertEquals("pass pass", verify(sign(FIELDS, BODY) + FIELDS, BODY));
    }

    @Test
    void whatServersDoOnTheWayBreaksNothing() {
        String signed = sign(FIELDS, BODY) + FIELDS;
        assertEquals("pass pass", verify("Received: by b\r\nX-Spam: no\r\n" + signed, BODY));
        assertEquals("pass pass", verify(signed, "Hello. \r\n\r\nAnn\t\r\n\r\n\r\n"));
        assertEquals("pass pass", verify(signed.replace("Hello\r\n  there", "Hello there"), BODY));
        assertEquals(
                "pass pass",
                verify("List-Id: <l.example.org>\r\nSender: l@example.org\r\n" + signed, BODY));
    }

    @Test
    void noFieldThatAReaderSeesCanBeAdded() {
        String signed = sign(FIELDS, BODY) + FIELDS;
        for (String name :
                List.of(
                        "From",
                        "To",
                        "Cc",
                        "Subject",
                        "Date",
                        "Message-ID",
                        "Reply-To",
                        "MIME-Version",
                        "Content-Type",
                        "Content-Transfer-Encoding",
                        "References")) {
            assertEquals("fail fail", verify(name + ": x\r\n" + signed, BODY), name + " on top");
            assertEquals("fail fail", verify(signed + name + ": x\r\n", BODY), name + " below");
        }
    }

    @Test
    void noOctetThatIsSignedCanBeAnother() {
        String message = sign(FIELDS, BODY) + FIELDS + "\r\n" + BODY;
        int from = message.indexOf("\r\nFrom: ") + 2;
        Random random = new Random(8463);
        for (int i = 0; i < 200; i++) {
            int at = from + random.nextInt(message.length() - from);
            char other = (char) ('a' + random.nextInt(26));
            char was = message.charAt(at);
            if (was > ' ' && Character.toLowerCase(was) != other) {
                String changed = message.substring(0, at) + other + message.substring(at + 1);
                assertFalse(verifyWhole(changed).contains("pass"), changed);
            }
        }
    }

    @Test
    void theFieldIsFoldedAndReadsAsItWasMade() {
        String field = sign(FIELDS, BODY);
        assertTrue(field.endsWith("\r\n"));
        for (String line : field.split("\r\n")) {
            assertTrue(line.length() <= 78, line);
        }
        MessageHeader header = MessageHeader.of(octets(field));
        assertEquals(2, header.fields().size());
        header.fields()
                .forEach(one -> {
                    DkimSignature signature = (DkimSignature) SignatureField.parse(one);
                    assertEquals(one.octets(), signature.encode());
                    assertEquals(1_795_860_000L, signature.timestamp().orElseThrow());
                });
    }

    @Test
    void withoutTheHashOfTheBodyNothingIsSigned() {
        BodyHashes none = new BodyHasher(List.of()).finish();
        MessageHeader header = MessageHeader.of(octets(FIELDS));
        assertThrows(
                IllegalArgumentException.class,
                () -> DkimSigner.sign(TestKeys.ED25519, header, none, 0));
    }

    @Test
    void aKeyShowsNoSecret() {
        assertEquals("SigningKey[r._domainkey.example.test, rsa-sha256]", TestKeys.RSA.toString());
    }

    @Test
    void aPrivateHalfThatIsNoneIsRefused() {
        assertThrows(
                GeneralSecurityException.class,
                () ->
                        SigningKey.of(
                                TestKeys.RSA.name(),
                                new byte[] {1, 2, 3},
                                TestKeys.RSA.published()));
    }

    private static String sign(String fields, String body) {
        MessageHeader header = MessageHeader.of(octets(fields + "\r\n"));
        BodyHashes hashes = hashes(body, DkimSigner.bodyHashes());
        return DkimSigner.sign(TestKeys.RSA, header, hashes, 1_795_860_000)
                + DkimSigner.sign(TestKeys.ED25519, header, hashes, 1_795_860_000);
    }

    private static String verifyWhole(String message) {
        int end = message.indexOf("\r\n\r\n") + 2;
        return verify(message.substring(0, end), message.substring(end + 2));
    }

    private static String verify(String fields, String body) {
        DkimVerification verification =
                DkimVerification.of(MessageHeader.of(octets(fields + "\r\n")), 8);
        List<SignatureResult> results =
                verification.finish(
                        hashes(body, verification.bodyHashes()),
                        Map.of(
                                TestKeys.RSA.name(), known(TestKeys.RSA),
                                TestKeys.ED25519.name(), published(TestKeys.ED25519)),
                        1_795_860_001);
        return String.join(" ", results.stream().map(r -> r.status().word()).toList());
    }

    private static KeyLookup known(SigningKey key) {
        return new KeyLookup.Known(KeyRecord.Active.of(key.published()));
    }

    private static KeyLookup published(SigningKey key) {
        return new KeyLookup.Found(List.of(KeyRecord.Active.of(key.published()).encode()));
    }

    private static BodyHashes hashes(String body, java.util.Set<BodyHashKind> kinds) {
        BodyHasher hasher = new BodyHasher(kinds);
        byte[] octets = octets(body);
        hasher.update(octets, 0, octets.length);
        return hasher.finish();
    }

    private static byte[] octets(String octets) {
        return octets.getBytes(StandardCharsets.ISO_8859_1);
    }
}
