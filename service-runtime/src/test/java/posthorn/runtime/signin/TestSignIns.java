package posthorn.runtime.signin;

import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ScramMechanism;
import com.ongres.scram.common.StringPreparation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import posthorn.protocol.sasl.Credential;
import posthorn.protocol.sasl.SaslMechanism;
import posthorn.protocol.sasl.ScramChallenge;
import posthorn.protocol.sasl.ScramOctets;
import posthorn.protocol.signin.SignInAttempt;
import posthorn.protocol.signin.SignInProtocol;

/** Sign-ins of tests. */
public final class TestSignIns {

    private static final ScramMechanism SCRAM = ScramMechanism.SCRAM_SHA_256;
    private static final byte[] SALT = "saltsaltsaltsalt".getBytes(StandardCharsets.US_ASCII);
    private static final int ITERATIONS = 4096;

    /** What SCRAM begins with, always the same. */
    public static final ScramChallenge CHALLENGE =
            new ScramChallenge(ScramOctets.of(SALT), ITERATIONS, "server");

    /** Mechanisms, none of which depends on whether the connection is a real one. */
    public static final List<SaslMechanism> MECHANISMS =
            List.of(
                    SaslMechanism.SCRAM_SHA_256,
                    SaslMechanism.OAUTHBEARER,
                    SaslMechanism.XOAUTH2,
                    SaslMechanism.PLAIN,
                    SaslMechanism.LOGIN);

    private TestSignIns() {}

    /** Somebody who shows a password. */
    public static SignInAttempt password(
            String login, String password, String protocol, String clientAddress) {
        return new SignInAttempt(
                new Credential.Password(login, password),
                SignInProtocol.of(protocol),
                "",
                new SignInAttempt.Client(clientAddress, ""));
    }

    /** The signature for whoever has proven to know the password; empty: they have not. */
    public static Optional<ScramOctets> signature(Credential.ScramProof proof, String password) {
        byte[] salted =
                ScramFunctions.saltedPassword(
                        SCRAM,
                        StringPreparation.SASL_PREPARATION,
                        password.toCharArray(),
                        SALT,
                        ITERATIONS);
        byte[] stored = ScramFunctions.storedKey(SCRAM, ScramFunctions.clientKey(SCRAM, salted));
        byte[] server = ScramFunctions.serverKey(SCRAM, salted);
        return ScramFunctions.verifyClientProof(
                        SCRAM, proof.proof().toArray(), stored, proof.authMessage())
                ? Optional.of(
                        ScramOctets.of(
                                ScramFunctions.serverSignature(SCRAM, server, proof.authMessage())))
                : Optional.empty();
    }
}
