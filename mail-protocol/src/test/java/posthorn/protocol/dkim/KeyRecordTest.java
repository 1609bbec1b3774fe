package posthorn.protocol.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Key records (RFC 6376 §3.6.1, RFC 8463 §4). */
class KeyRecordTest {
    private static final String KEY = TestKeys.ED25519.published().published();

    @Test
    void whatIsPublishedReadsAsItWasMade() {
        for (SigningKey key : new SigningKey[] {TestKeys.RSA, TestKeys.ED25519}) {
            for (int flags = 0; flags < 4; flags++) {
                KeyRecord.Active made =
                        new KeyRecord.Active(key.published(), (flags & 1) > 0, (flags & 2) > 0);
                KeyRecord.Active read = (KeyRecord.Active) KeyRecord.parse(made.encode());
                assertEquals(made.encode(), read.encode());
                assertEquals(made.testing(), read.testing());
                assertEquals(made.sameDomain(), read.sameDomain());
                assertEquals(key.algorithm(), read.key().algorithm());
            }
        }
    }

    @Test
    void anEmptyKeyIsOneWithdrawn() {
        assertInstanceOf(KeyRecord.Revoked.class, KeyRecord.parse("v=DKIM1; p="));
        assertInstanceOf(KeyRecord.Revoked.class, KeyRecord.parse("p= ; k=new"));
    }

    @Test
    void whatIsNoKeySaysWhy() {
        Map.of(
                        "",
                        "the key record is no tag list",
                        "v=spf1 -all",
                        "the version of the key record is unknown",
                        "p=" + KEY + "; v=DKIM1",
                        "the version of the key record is unknown",
                        "v=DKIM1; k=rsa",
                        "the key record has no key",
                        "k=new; p=" + KEY,
                        "the type of the key is unknown",
                        "k=ed25519; p=!",
                        "the key is not written in base64",
                        "k=ed25519; p=YWE=",
                        "an Ed25519 key has 32 octets",
                        "p=" + KEY,
                        "the record holds no RSA key that can be read",
                        "k=ed25519; s=other; p=" + KEY,
                        "the key is not for mail",
                        "k=ed25519; h=sha1; p=" + KEY,
                        "the key is not for SHA-256")
                .forEach((record, reason) ->
                        assertEquals(new KeyRecord.Unusable(reason), KeyRecord.parse(record)));
    }

    @Test
    void aSignatureOfAnotherLengthIsJustWrong() {
        for (SigningKey key : new SigningKey[] {TestKeys.RSA, TestKeys.ED25519}) {
            for (int length : new int[] {0, 1, 63, 64, 65, 255, 256, 257}) {
                assertFalse(key.published().verifies(new byte[1], new byte[length]));
            }
        }
    }
}
