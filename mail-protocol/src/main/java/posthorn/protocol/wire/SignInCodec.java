package posthorn.protocol.wire;

import com.google.protobuf.ByteString;
import java.util.Optional;
import posthorn.protocol.sasl.Credential;
import posthorn.protocol.sasl.ScramChallenge;
import posthorn.protocol.sasl.ScramOctets;
import posthorn.protocol.signin.SignInAttempt;
import posthorn.protocol.signin.SignInProtocol;
import posthorn.protocol.signin.SignInRefusal;

/** Sign-ins on the wire, and back. */
public final class SignInCodec {

    private SignInCodec() {}

    /** The request that says this. */
    public static AuthenticateRequest request(SignInAttempt attempt) {
        AuthenticateRequest.Builder request =
                AuthenticateRequest.newBuilder()
                        .setLogin(attempt.login())
                        .setProtocol(attempt.protocol().word())
                        .setMethod(attempt.method())
                        .setClientAddress(attempt.client().address())
                        .setClientName(attempt.client().name());
        switch (attempt.credential()) {
            case Credential.Password(String _, String password) -> request.setPassword(password);
            case Credential.ScramProof proof ->
                    request.getScramBuilder()
                            .setClientFirstBare(proof.clientFirstBare())
                            .setServerFirst(proof.serverFirst())
                            .setClientFinalWithoutProof(proof.clientFinal())
                            .setProof(ByteString.copyFrom(proof.proof().toArray()));
            case Credential.BearerToken(String _, String token) -> request.setBearerToken(token);
            case Credential.ClientCertificate(String _, var addresses) ->
                    request.getCertificateBuilder().addAllAddresses(addresses);
        }
        return request.build();
    }

    /**
     * What a request says.
     *
     * @throws IllegalArgumentException when its protocol is none
     */
    public static SignInAttempt attempt(AuthenticateRequest request) {
        return new SignInAttempt(
                credential(request),
                SignInProtocol.of(request.getProtocol()),
                request.getMethod(),
                new SignInAttempt.Client(request.getClientAddress(), request.getClientName()));
    }

    private static Credential credential(AuthenticateRequest request) {
        String login = request.getLogin();
        return switch (request.getProofCase()) {
            case SCRAM ->
                    new Credential.ScramProof(
                            login,
                            request.getScram().getClientFirstBare(),
                            request.getScram().getServerFirst(),
                            request.getScram().getClientFinalWithoutProof(),
                            ScramOctets.of(request.getScram().getProof().toByteArray()));
            case BEARER_TOKEN -> new Credential.BearerToken(login, request.getBearerToken());
            case CERTIFICATE ->
                    new Credential.ClientCertificate(
                            login, request.getCertificate().getAddressesList());
            case PROOF_NOT_SET -> new Credential.Password(login, request.getPassword());
        };
    }

    /** The answer to whom is not let in. */
    public static AuthenticateAnswer answer(SignInRefusal refusal) {
        AuthenticateAnswer.Builder answer = AuthenticateAnswer.newBuilder();
        switch (refusal) {
            case SignInRefusal.BadCredentials() ->
                    answer.setRefusal(AuthenticateRefusal.BAD_CREDENTIALS);
            case SignInRefusal.AccountDisabled() ->
                    answer.setRefusal(AuthenticateRefusal.ACCOUNT_DISABLED);
            case SignInRefusal.TryLater() -> answer.setRefusal(AuthenticateRefusal.TRY_LATER);
            case SignInRefusal.SwitchedOff(String name, String page) ->
                    answer.setRefusal(AuthenticateRefusal.SWITCHED_OFF)
                            .setRefusalSubject(name)
                            .setRefusalPage(page);
            case SignInRefusal.AppPasswordNeeded(String page) ->
                    answer.setRefusal(AuthenticateRefusal.APP_PASSWORD_NEEDED).setRefusalPage(page);
            case SignInRefusal.OtherAppPassword(String page) ->
                    answer.setRefusal(AuthenticateRefusal.OTHER_APP_PASSWORD).setRefusalPage(page);
            case SignInRefusal.TransitionNeeded() ->
                    answer.setRefusal(AuthenticateRefusal.TRANSITION_NEEDED);
            case SignInRefusal.TokenExpired() ->
                    answer.setRefusal(AuthenticateRefusal.TOKEN_EXPIRED);
            case SignInRefusal.TokenRefused(String why) ->
                    answer.setRefusal(AuthenticateRefusal.TOKEN_REFUSED).setRefusalSubject(why);
            case SignInRefusal.CertificateRefused(String why) ->
                    answer.setRefusal(AuthenticateRefusal.CERTIFICATE_REFUSED)
                            .setRefusalSubject(why);
            case SignInRefusal.AmbiguousLogin() ->
                    answer.setRefusal(AuthenticateRefusal.AMBIGUOUS_LOGIN);
            case SignInRefusal.DirectoryAway() ->
                    answer.setRefusal(AuthenticateRefusal.DIRECTORY_AWAY);
        }
        return answer.build();
    }

    /** Whether somebody is let in: no account, no entry, whatever else the answer says. */
    public static boolean isWelcome(AuthenticateAnswer answer) {
        return answer.getRefusal() == AuthenticateRefusal.AUTHENTICATED
                && !answer.getAccount().isEmpty();
    }

    /**
     * Why somebody is not let in. What a later release says is taken for the directory being away,
     * never for a wrong password.
     */
    public static SignInRefusal refusal(AuthenticateAnswer answer) {
        String subject = answer.getRefusalSubject();
        return switch (answer.getRefusal()) {
            case AUTHENTICATED, BAD_CREDENTIALS -> new SignInRefusal.BadCredentials();
            case ACCOUNT_DISABLED -> new SignInRefusal.AccountDisabled();
            case TRY_LATER -> new SignInRefusal.TryLater();
            case SWITCHED_OFF -> new SignInRefusal.SwitchedOff(subject, answer.getRefusalPage());
            case APP_PASSWORD_NEEDED ->
                    new SignInRefusal.AppPasswordNeeded(answer.getRefusalPage());
            case OTHER_APP_PASSWORD -> new SignInRefusal.OtherAppPassword(answer.getRefusalPage());
            case TRANSITION_NEEDED -> new SignInRefusal.TransitionNeeded();
            case TOKEN_EXPIRED -> new SignInRefusal.TokenExpired();
            case TOKEN_REFUSED -> new SignInRefusal.TokenRefused(subject);
            case CERTIFICATE_REFUSED -> new SignInRefusal.CertificateRefused(subject);
            case AMBIGUOUS_LOGIN -> new SignInRefusal.AmbiguousLogin();
            case DIRECTORY_AWAY, UNRECOGNIZED -> new SignInRefusal.DirectoryAway();
        };
    }

    /** What SCRAM tells the client; empty: it was not SCRAM. */
    public static Optional<ScramOctets> serverSignature(AuthenticateAnswer answer) {
        return answer.getServerSignature().isEmpty()
                ? Optional.empty()
                : Optional.of(ScramOctets.of(answer.getServerSignature().toByteArray()));
    }

    /** What SCRAM begins with. */
    public static ScramChallenge challenge(BeginScramAnswer answer) {
        return new ScramChallenge(
                ScramOctets.of(answer.getSalt().toByteArray()),
                answer.getIterations(),
                answer.getNonce());
    }

    /** The answer that says this. */
    public static BeginScramAnswer answer(ScramChallenge challenge) {
        return BeginScramAnswer.newBuilder()
                .setSalt(ByteString.copyFrom(challenge.salt().toArray()))
                .setIterations(challenge.iterations())
                .setNonce(challenge.nonce())
                .build();
    }
}
