package posthorn.protocol.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The example of RFC 7677 §3, and what RFC 5802 §5 and §6 want refused. */
class SaslScramTest {
    private static final SaslStep MALFORMED = new SaslStep.Failed(SaslStep.Reason.MALFORMED);
    private static final SaslStep NOT_BOUND = new SaslStep.Failed(SaslStep.Reason.CHANNEL_BINDING);

    private static final String CLIENT_NONCE = "rOprNGfwEbeRWgbNEkqO";
    private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String NONCE = CLIENT_NONCE + SERVER_NONCE;
    private static final String FIRST_BARE = "n=user,r=" + CLIENT_NONCE;
    private static final String SERVER_FIRST = "r=" + NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final String PROOF = "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final ScramChallenge BEGIN =
            new ScramChallenge(
                    ScramOctets.fromBase64("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096, SERVER_NONCE);

    private static final List<SaslMechanism> BOTH =
            List.of(SaslMechanism.SCRAM_SHA_256_PLUS, SaslMechanism.SCRAM_SHA_256);
    private static final SaslOffer BOUND =
            new SaslOffer(
                    BOTH,
                    new ChannelBindings(
                            Map.of(
                                    ChannelBindings.TLS_EXPORTER,
                                    ScramOctets.of(new byte[] {1, 2, 3}))),
                    List.of());
    private static final SaslOffer UNBOUND = SaslOffer.of(BOTH);

    @Test
    void theExampleOfTheRfc() {
        SaslStep.Challenge challenge = begun(UNBOUND, "SCRAM-SHA-256", "n,," + FIRST_BARE);
        assertEquals(base64(SERVER_FIRST), challenge.base64());
        SaslStep.Credentials shown =
                assertInstanceOf(
                        SaslStep.Credentials.class,
                        challenge.next().respond(base64("c=biws,r=" + NONCE + ",p=" + PROOF)));
        Credential.ScramProof proof =
                assertInstanceOf(Credential.ScramProof.class, shown.credential());
        assertEquals("user", proof.login());
        assertEquals(FIRST_BARE + "," + SERVER_FIRST + ",c=biws,r=" + NONCE, proof.authMessage());
        assertEquals(ScramOctets.fromBase64(PROOF), proof.proof());
    }

    @Test
    void onlyWhatTheChannelIsBoundToIsTaken() {
        String header = "p=tls-exporter,,";
        SaslStep.Challenge challenge = begun(BOUND, "SCRAM-SHA-256-PLUS", header + FIRST_BARE);
        assertInstanceOf(
                SaslStep.Credentials.class,
                challenge.next().respond(last(header + "\u0001\u0002\u0003")));
        assertEquals(NOT_BOUND, challenge.next().respond(last(header + "\u0001\u0002\u0004")));
        assertEquals(NOT_BOUND, challenge.next().respond(last("n,,")));
        assertEquals(NOT_BOUND, start(BOUND, "SCRAM-SHA-256-PLUS", "p=tls-unique,," + FIRST_BARE));
        assertEquals(NOT_BOUND, start(BOUND, "SCRAM-SHA-256-PLUS", "n,," + FIRST_BARE));
        assertEquals(NOT_BOUND, start(BOUND, "SCRAM-SHA-256", header + FIRST_BARE));
    }

    @Test
    void whoBelievesThatNothingWasOfferedWasToldByAnother() {
        assertEquals(NOT_BOUND, start(BOUND, "SCRAM-SHA-256", "y,," + FIRST_BARE));
        SaslStep.Challenge challenge = begun(UNBOUND, "SCRAM-SHA-256", "y,," + FIRST_BARE);
        assertInstanceOf(SaslStep.Credentials.class, challenge.next().respond(last("y,,")));
        assertEquals(NOT_BOUND, challenge.next().respond(last("n,,")));
    }

    @Test
    void namesAreUnescaped() {
        assertEquals(
                "a,b=c",
                assertInstanceOf(
                                SaslStep.BeginScram.class,
                                start(UNBOUND, "SCRAM-SHA-256", "n,a=a=2Cb=3Dc,n=a=2Cb=3Dc,r=x"))
                        .login());
        assertEquals(
                new SaslStep.Failed(SaslStep.Reason.OTHER_IDENTITY),
                start(UNBOUND, "SCRAM-SHA-256", "n,a=other,n=a,r=x"));
    }

    @Test
    void otherFormsAreMalformed() {
        for (String message :
                new String[] {
                    "",
                    "n,",
                    "n,,",
                    "x,,n=a,r=b",
                    "p=,,n=a,r=b",
                    "n,,n=,r=b",
                    "n,,n=a",
                    "n,,n=a,r=",
                    "n,,r=b,n=a",
                    "n,,m=x,n=a,r=b",
                    "n,,n=a=2c,r=b",
                    "n,,n=a,r=b c",
                    "n,,n=a,r=" + "b".repeat(257)
                }) {
            assertEquals(MALFORMED, start(UNBOUND, "SCRAM-SHA-256", message), message);
        }
        SaslStep.Challenge challenge = begun(UNBOUND, "SCRAM-SHA-256", "n,," + FIRST_BARE);
        for (String message :
                new String[] {
                    "",
                    "c=biws,r=" + NONCE,
                    "c=biws,r=" + CLIENT_NONCE + ",p=" + PROOF,
                    "c=biws,r=" + NONCE + ",p=",
                    "c=biws,r=" + NONCE + ",p=AAAA",
                    "c=biws,r=" + NONCE + ",p=!",
                    "c=biws,p=" + PROOF + ",r=" + NONCE
                }) {
            assertEquals(MALFORMED, challenge.next().respond(base64(message)), message);
        }
        assertEquals(new SaslStep.Failed(SaslStep.Reason.CANCELLED), challenge.next().respond("*"));
    }

    @Test
    void whatCannotWorkIsNotOffered() {
        assertEquals("SCRAM-SHA-256-PLUS SCRAM-SHA-256", BOUND.words());
        assertEquals("SCRAM-SHA-256", UNBOUND.words());
        assertEquals("", SaslOffer.of(List.of(SaslMechanism.EXTERNAL)).words());
    }

    private static SaslStep start(SaslOffer offer, String mechanism, String message) {
        return offer.start(mechanism, base64(message)).orElseThrow();
    }

    private static SaslStep.Challenge begun(SaslOffer offer, String mechanism, String message) {
        SaslStep.BeginScram begin =
                assertInstanceOf(SaslStep.BeginScram.class, start(offer, mechanism, message));
        return assertInstanceOf(SaslStep.Challenge.class, begin.next().apply(BEGIN));
    }

    private static String last(String binding) {
        return base64("c=" + base64(binding) + ",r=" + NONCE + ",p=" + PROOF);
    }

    private static String base64(String text) {
        return text.isEmpty()
                ? "="
                : Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
