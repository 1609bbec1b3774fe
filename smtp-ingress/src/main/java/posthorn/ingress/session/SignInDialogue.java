package posthorn.ingress.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import posthorn.ingress.session.Directory.AuthenticationResult;
import posthorn.protocol.sasl.Credential;
import posthorn.protocol.sasl.SaslExchange;
import posthorn.protocol.sasl.SaslStep;
import posthorn.protocol.signin.LastChallenge;
import posthorn.protocol.signin.SignInAttempt;
import posthorn.protocol.signin.SignInProtocol;
import posthorn.protocol.signin.SignInRefusal;
import posthorn.protocol.smtp.Reply;

/** What is said between AUTH and its end (RFC 4954 §4). */
final class SignInDialogue {
    private static final int MOST_DOUBLINGS = 10;
    private static final String CANCEL = "*";

    private final SessionContext session;
    private int failures;

    SignInDialogue(SessionContext session) {
        this.session = session;
    }

    /** A mechanism begins. */
    void begin(Client client, String mechanism, SaslStep step) {
        step(client, mechanism, step);
    }

    /** A line of the client. */
    void response(SmtpSessionState.Authenticating signingIn, byte[] line) {
        step(signingIn.client(), signingIn.mechanism(), signingIn.exchange().respond(text(line)));
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.ISO_8859_1);
    }

    private void step(Client client, String mechanism, SaslStep step) {
        switch (step) {
            case SaslStep.Challenge(String base64, SaslExchange next) -> {
                session.become(new SmtpSessionState.Authenticating(client, mechanism, next));
                session.out().say(Reply.plain(334, base64));
            }
            case SaslStep.BeginScram(String login, var next) ->
                    session.out()
                            .ask(
                                    new PortCall.BeginScram(login),
                                    begun -> step(client, mechanism, next.apply(begun)),
                                    () -> away(client, login));
            case SaslStep.Credentials(Credential credential) ->
                    check(client, mechanism, credential);
            case SaslStep.Failed(SaslStep.Reason reason) -> failed(client, refusal(reason));
        }
    }

    private static RejectReason refusal(SaslStep.Reason reason) {
        return switch (reason) {
            case CANCELLED -> RejectReason.SIGN_IN_CANCELLED;
            case MALFORMED -> RejectReason.SIGN_IN_MALFORMED;
            case TOO_LONG -> RejectReason.SIGN_IN_TOO_LONG;
            case OTHER_IDENTITY -> RejectReason.BAD_CREDENTIALS;
            case CHANNEL_BINDING -> RejectReason.CHANNEL_BINDING;
        };
    }

    private void check(Client client, String mechanism, Credential credential) {
        String name = client.hello().map(Client.Hello::name).orElse("");
        SignInAttempt attempt =
                new SignInAttempt(
                        credential,
                        SignInProtocol.SMTP,
                        mechanism,
                        new SignInAttempt.Client(client.address(), name));
        session.out()
                .ask(
                        new PortCall.Authenticate(attempt),
                        result -> checked(client, credential, result),
                        () -> away(client, credential.login()));
    }

    private void away(Client client, String login) {
        notSignedIn(client, RejectReason.SIGN_IN_UNAVAILABLE, login);
    }

    private void checked(Client client, Credential credential, AuthenticationResult result) {
        Optional<String> last =
                switch (result) {
                    case AuthenticationResult.Granted granted ->
                            LastChallenge.accepted(granted.serverSignature());
                    case AuthenticationResult.Refused(SignInRefusal why) ->
                            LastChallenge.refused(credential, why);
                };
        if (last.isPresent()) {
            session.become(new SmtpSessionState.Concluding(client, credential.login(), result));
            session.out().say(Reply.plain(334, last.get()));
        } else {
            end(client, credential.login(), result);
        }
    }

    /** The client's answer to the last challenge; who does not believe us says a star. */
    void concluded(SmtpSessionState.Concluding concluding, byte[] line) {
        if (concluding.result() instanceof AuthenticationResult.Granted
                && text(line).equals(CANCEL)) {
            failed(concluding.client(), RejectReason.SIGN_IN_CANCELLED);
        } else {
            end(concluding.client(), concluding.login(), concluding.result());
        }
    }

    private void end(Client client, String login, AuthenticationResult result) {
        switch (result) {
            case AuthenticationResult.Granted(Client.User user, var _, String traceparent) -> {
                session.become(new SmtpSessionState.Ready(client.signedIn(user)));
                session.out().say(Reply.of(235, "2.7.0", "Signed in"));
                session.out().add(new Action.Tell(new SessionEvent.SignedIn(user, traceparent)));
            }
            case AuthenticationResult.Refused(SignInRefusal why) -> refused(client, login, why);
        }
    }

    /** Who could not be checked has not failed; everybody else waits, and not too often. */
    private void refused(Client client, String login, SignInRefusal why) {
        if (why instanceof SignInRefusal.DirectoryAway
                || why instanceof SignInRefusal.TransitionNeeded
                || why instanceof SignInRefusal.TokenExpired) {
            notSignedIn(client, reason(why), login, why.words());
            return;
        }
        int doublings = Math.min(failures, MOST_DOUBLINGS);
        Duration pause = session.settings().signInDelay().multipliedBy(1L << doublings);
        failures++;
        Runnable answer =
                () -> {
                    notSignedIn(client, reason(why), login, why.words());
                    if (failures >= session.settings().maxSignInFailures()) {
                        session.hangUp(RejectReason.TOO_MANY_ERRORS);
                    }
                };
        session.out().ask(new PortCall.Pause(pause), slept -> answer.run(), answer);
    }

    private static RejectReason reason(SignInRefusal why) {
        return switch (why) {
            case SignInRefusal.BadCredentials _ -> RejectReason.BAD_CREDENTIALS;
            case SignInRefusal.AccountDisabled _ -> RejectReason.ACCOUNT_DISABLED;
            case SignInRefusal.TryLater _ -> RejectReason.SIGN_IN_LATER;
            case SignInRefusal.SwitchedOff _ -> RejectReason.SWITCHED_OFF;
            case SignInRefusal.AppPasswordNeeded _, SignInRefusal.OtherAppPassword _ ->
                    RejectReason.APP_PASSWORD_NEEDED;
            case SignInRefusal.TransitionNeeded _ -> RejectReason.TRANSITION_NEEDED;
            case SignInRefusal.TokenExpired _ -> RejectReason.TOKEN_EXPIRED;
            case SignInRefusal.TokenRefused _ -> RejectReason.TOKEN_REFUSED;
            case SignInRefusal.CertificateRefused _ -> RejectReason.CERTIFICATE_REFUSED;
            case SignInRefusal.AmbiguousLogin _ -> RejectReason.AMBIGUOUS_LOGIN;
            case SignInRefusal.DirectoryAway _ -> RejectReason.SIGN_IN_UNAVAILABLE;
        };
    }

    /** The exchange itself has failed. */
    void failed(Client client, RejectReason reason) {
        notSignedIn(client, reason, "");
    }

    private void notSignedIn(Client client, RejectReason reason, String login, Object... details) {
        session.become(new SmtpSessionState.Ready(client));
        Optional<String> subject = login.isEmpty() ? Optional.empty() : Optional.of(login);
        session.refuse(reason, reason.reply(details), subject);
    }
}
