package posthorn.ingress.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import posthorn.protocol.sasl.SaslMechanism;
import posthorn.protocol.sasl.SaslStep;
import posthorn.protocol.smtp.Capabilities;
import posthorn.protocol.smtp.Command;
import posthorn.protocol.smtp.Reply;

/** Who the client is: EHLO, HELO, STARTTLS, AUTH. */
final class ClientInitiation {
    private static final String MECHANISMS = "PLAIN LOGIN";
    private static final int MOST_DOUBLINGS = 10;

    private final SessionContext session;
    private int failedSignIns;

    ClientInitiation(SessionContext session) {
        this.session = session;
    }

    /** EHLO, RFC 5321 §4.1.1.1; ends a transaction (§4.1.4). */
    void ehlo(Command.Ehlo ehlo) {
        introduced(new Client.Hello(ehlo.client(), true));
        String greeting = session.settings().hostname() + " greets you";
        session.out().say(capabilities().toReply(greeting));
        session.countIdleCommand();
    }

    /** HELO, RFC 5321 §4.1.1.1. */
    void helo(Command.Helo helo) {
        introduced(new Client.Hello(helo.client(), false));
        session.out().say(Reply.plain(250, session.settings().hostname()));
        session.countIdleCommand();
    }

    private void introduced(Client.Hello hello) {
        session.become(new SmtpSessionState.Ready(session.client().introduced(hello)));
    }

    private Capabilities capabilities() {
        Map<String, String> keywords = new LinkedHashMap<>();
        keywords.put("PIPELINING", "");
        keywords.put("SIZE", Long.toString(session.settings().maxSize()));
        keywords.put("8BITMIME", "");
        keywords.put("SMTPUTF8", "");
        keywords.put("ENHANCEDSTATUSCODES", "");
        if (session.canStartTls()) {
            keywords.put("STARTTLS", "");
        }
        if (session.canSignIn()) {
            keywords.put("AUTH", MECHANISMS);
            // Older than RFC 2554, and all that some old clients look for.
            keywords.put("AUTH=" + MECHANISMS, "");
        }
        keywords.put("HELP", "");
        return new Capabilities(keywords);
    }

    /** STARTTLS, RFC 3207 §4. What is pipelined behind it is dropped. */
    void startTls() {
        if (!session.canStartTls()) {
            session.refuse(RejectReason.NO_TLS_HERE);
        } else if (session.state() instanceof SmtpSessionState.InMail) {
            session.refuse(RejectReason.BAD_SEQUENCE, "STARTTLS in a transaction");
        } else {
            session.out().add(new Action.StartTls(Reply.of(220, "2.0.0", "Ready to start TLS")));
            session.become(new SmtpSessionState.StartingTls(session.client()));
        }
    }

    /** AUTH, RFC 4954 §4. */
    void auth(Command.Auth auth) {
        Client client = session.client();
        SaslMechanism mechanism = SaslMechanism.named(auth.mechanism());
        if (!session.role().isSubmission()) {
            session.refuse(RejectReason.NO_AUTH_HERE);
        } else if (client.tls().isEmpty()) {
            session.refuse(RejectReason.NEEDS_TLS);
        } else if (!(session.state() instanceof SmtpSessionState.Ready)
                || client.user().isPresent()) {
            session.refuse(
                    RejectReason.BAD_SEQUENCE, "AUTH comes once, behind EHLO and before MAIL");
        } else if (mechanism == null) {
            session.refuse(RejectReason.UNKNOWN_MECHANISM);
        } else {
            step(client, mechanism.start(auth.initial().orElse(null)));
        }
    }

    /** A line of the client in the midst of AUTH. */
    void response(SmtpSessionState.Authenticating signingIn, byte[] line) {
        String text = new String(line, StandardCharsets.ISO_8859_1);
        step(signingIn.client(), signingIn.exchange().respond(text));
    }

    /** A line that did not fit. */
    void responseTooLong(SmtpSessionState.Authenticating signingIn) {
        notSignedIn(signingIn.client(), RejectReason.SIGN_IN_TOO_LONG, "");
    }

    private void step(Client client, SaslStep step) {
        switch (step) {
            case SaslStep.Challenge challenge -> {
                session.become(new SmtpSessionState.Authenticating(client, challenge.next()));
                session.out().say(Reply.plain(334, challenge.base64()));
            }
            case SaslStep.Credentials credentials -> tryPassword(client, credentials);
            case SaslStep.Failed failed -> notSignedIn(client, refusal(failed.reason()), "");
        }
    }

    private static RejectReason refusal(SaslStep.Reason reason) {
        return switch (reason) {
            case CANCELLED -> RejectReason.SIGN_IN_CANCELLED;
            case MALFORMED -> RejectReason.SIGN_IN_MALFORMED;
            case TOO_LONG -> RejectReason.SIGN_IN_TOO_LONG;
            case OTHER_IDENTITY -> RejectReason.BAD_CREDENTIALS;
        };
    }

    private void tryPassword(Client client, SaslStep.Credentials credentials) {
        String login = credentials.login();
        session.out()
                .ask(
                        new PortCall.Authenticate(login, credentials.password(), client.address()),
                        answer -> signIn(client, login, answer),
                        () -> notSignedIn(client, RejectReason.SIGN_IN_UNAVAILABLE, login));
    }

    private void signIn(Client client, String login, Directory.AuthenticationResult answer) {
        switch (answer) {
            case Directory.AuthenticationResult.Granted(Client.User user) -> {
                session.become(new SmtpSessionState.Ready(client.signedIn(user)));
                session.out().say(Reply.of(235, "2.7.0", "Signed in"));
                session.out().add(new Action.Tell(new SessionEvent.SignedIn(user)));
            }
            case Directory.AuthenticationResult.BadCredentials no ->
                    failed(client, RejectReason.BAD_CREDENTIALS, login);
            case Directory.AuthenticationResult.Disabled no ->
                    failed(client, RejectReason.ACCOUNT_DISABLED, login);
            case Directory.AuthenticationResult.TryLater no ->
                    failed(client, RejectReason.SIGN_IN_LATER, login);
        }
    }

    /** A growing pause before the answer; after some failures, no more answers. */
    private void failed(Client client, RejectReason reason, String login) {
        int doublings = Math.min(failedSignIns, MOST_DOUBLINGS);
        Duration pause = session.settings().signInDelay().multipliedBy(1L << doublings);
        failedSignIns++;
        Runnable answer =
                () -> {
                    notSignedIn(client, reason, login);
                    if (failedSignIns >= session.settings().maxSignInFailures()) {
                        session.hangUp(RejectReason.TOO_MANY_ERRORS);
                    }
                };
        session.out().ask(new PortCall.Pause(pause), slept -> answer.run(), answer);
    }

    private void notSignedIn(Client client, RejectReason reason, String login) {
        session.become(new SmtpSessionState.Ready(client));
        Optional<String> subject = login.isEmpty() ? Optional.empty() : Optional.of(login);
        session.refuse(reason, reason.reply(), subject);
    }
}
