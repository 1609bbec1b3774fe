package posthorn.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import posthorn.protocol.sasl.Credential;
import posthorn.protocol.sasl.ScramChallenge;
import posthorn.protocol.sasl.ScramOctets;
import posthorn.protocol.signin.SignInAttempt;
import posthorn.protocol.signin.SignInProtocol;
import posthorn.protocol.signin.SignInRefusal;

class SignInCodecTest {

    private static final String PAGE = "https://mail.example.test/account";
    private static final List<SignInRefusal> REFUSALS =
            List.of(
                    new SignInRefusal.BadCredentials(),
                    new SignInRefusal.AccountDisabled(),
                    new SignInRefusal.TryLater(),
                    new SignInRefusal.SwitchedOff("POP3", PAGE),
                    new SignInRefusal.AppPasswordNeeded(PAGE),
                    new SignInRefusal.OtherAppPassword(PAGE),
                    new SignInRefusal.TransitionNeeded(),
                    new SignInRefusal.TokenExpired(),
                    new SignInRefusal.TokenRefused("it is for another audience"),
                    new SignInRefusal.CertificateRefused("no account here has an address of it"),
                    new SignInRefusal.AmbiguousLogin(),
                    new SignInRefusal.DirectoryAway());

    @Test
    void whatIsShownArrives() {
        for (Credential credential :
                List.of(
                        new Credential.Password("alice@example.test", "secret"),
                        new Credential.ScramProof(
                                "alice@example.test",
                                "n=alice,r=c",
                                "r=cs,s=AAAA,i=4096",
                                "c=biws,r=cs",
                                ScramOctets.of(new byte[] {1, 2, 3})),
                        new Credential.BearerToken("", "token"),
                        new Credential.ClientCertificate("", List.of("alice@example.test")))) {
            SignInAttempt attempt =
                    new SignInAttempt(
                            credential,
                            SignInProtocol.POP3,
                            "METHOD",
                            new SignInAttempt.Client("192.0.2.1", "A program 1.0"));
            assertEquals(attempt, SignInCodec.attempt(SignInCodec.request(attempt)));
        }
    }

    @Test
    void noSignInIsToSomethingElse() {
        AuthenticateRequest request = AuthenticateRequest.newBuilder().setProtocol("nntp").build();
        assertThrows(IllegalArgumentException.class, () -> SignInCodec.attempt(request));
    }

    @Test
    void everyRefusalArrivesAndHasWordsOfItsOwn() {
        TreeSet<String> words = new TreeSet<>();
        for (SignInRefusal why : REFUSALS) {
            AuthenticateAnswer answer = SignInCodec.answer(why);
            assertFalse(SignInCodec.isWelcome(answer));
            assertEquals(why, SignInCodec.refusal(answer));
            words.add(why.words());
            words.add(why.logWord());
        }
        assertEquals(2 * REFUSALS.size(), words.size());
        assertEquals(SignInRefusal.class.getPermittedSubclasses().length, REFUSALS.size());
    }

    @Test
    void whatALaterReleaseSaysIsNoWrongPassword() {
        AuthenticateAnswer answer = AuthenticateAnswer.newBuilder().setRefusalValue(4711).build();
        assertFalse(SignInCodec.isWelcome(answer));
        assertEquals(new SignInRefusal.DirectoryAway(), SignInCodec.refusal(answer));
    }

    @Test
    void scramBeginsAndEndsAsItIsSaid() {
        ScramChallenge challenge =
                new ScramChallenge(ScramOctets.of(new byte[] {4, 5}), 4096, "nonce");
        assertEquals(challenge, SignInCodec.challenge(SignInCodec.answer(challenge)));
        assertEquals(
                Optional.empty(),
                SignInCodec.serverSignature(AuthenticateAnswer.getDefaultInstance()));
    }
}
