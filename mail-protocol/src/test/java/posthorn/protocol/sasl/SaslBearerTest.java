package posthorn.protocol.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages of RFC 7628 §4, of Google's XOAUTH2, and of EXTERNAL. */
class SaslBearerTest {
    private static final SaslStep MALFORMED = new SaslStep.Failed(SaslStep.Reason.MALFORMED);
    private static final SaslOffer OFFER =
            new SaslOffer(
                    List.of(
                            SaslMechanism.OAUTHBEARER,
                            SaslMechanism.XOAUTH2,
                            SaslMechanism.EXTERNAL),
                    ChannelBindings.NONE,
                    List.of("user@example.com", "other@example.com"));

    @Test
    void theExampleOfTheRfc() {
        assertEquals(
                token("user@example.com", "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg=="),
                start(
                        "OAUTHBEARER",
                        "n,a=user@example.com,\1host=server.example.com\1port=143\1"
                                + "auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\1\1"));
    }

    @Test
    void theTokenMaySayWhoItIs() {
        assertEquals(token("", "t"), start("OAUTHBEARER", "n,,\1auth=bearer t\1\1"));
        assertEquals(token("", "t"), start("OAUTHBEARER", "y,,\1auth=Bearer t\1\1"));
        assertEquals(token("a,b", "t"), start("OAUTHBEARER", "n,a=a=2Cb,\1auth=Bearer t\1\1"));
    }

    @Test
    void xoauth2HasAUser() {
        assertEquals(
                token("someuser@example.com", "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg"),
                start(
                        "XOAUTH2",
                        "user=someuser@example.com\1"
                                + "auth=Bearer ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg\1\1"));
    }

    @Test
    void otherFormsAreMalformed() {
        for (String message :
                new String[] {
                    "\1",
                    "n,,",
                    "n,,\1\1",
                    "n,,\1auth=Bearer t\1",
                    "n,,\1auth=Bearer \1\1",
                    "n,,\1auth=Basic t\1\1",
                    "p=tls-exporter,,\1auth=Bearer t\1\1",
                    "n,user,\1auth=Bearer t\1\1"
                }) {
            assertEquals(MALFORMED, start("OAUTHBEARER", message), message);
        }
        assertEquals(MALFORMED, start("XOAUTH2", "user=a\1auth=Bearer t\1"));
        assertEquals(MALFORMED, start("XOAUTH2", "auth=Bearer t\1\1"));
    }

    @Test
    void externalIsWhatTheCertificateSays() {
        assertEquals(
                new SaslStep.Credentials(
                        new Credential.ClientCertificate("", OFFER.certificateAddresses())),
                OFFER.start("EXTERNAL", "=").orElseThrow());
        assertEquals(
                new SaslStep.Credentials(
                        new Credential.ClientCertificate(
                                "other@example.com", OFFER.certificateAddresses())),
                start("EXTERNAL", "other@example.com"));
    }

    @Test
    void tokensAreNotShown() {
        assertFalse(new Credential.BearerToken("a", "secret").toString().contains("secret"));
    }

    private static SaslStep token(String login, String token) {
        return new SaslStep.Credentials(new Credential.BearerToken(login, token));
    }

    private static SaslStep start(String mechanism, String message) {
        return OFFER.start(
                        mechanism,
                        Base64.getEncoder()
                                .encodeToString(message.getBytes(StandardCharsets.UTF_8)))
                .orElseThrow();
    }
}
