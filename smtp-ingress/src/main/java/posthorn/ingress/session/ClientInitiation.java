package posthorn.ingress.session;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import posthorn.protocol.sasl.SaslStep;
import posthorn.protocol.smtp.Capabilities;
import posthorn.protocol.smtp.Command;
import posthorn.protocol.smtp.Reply;

/** Who the client is: EHLO, HELO, STARTTLS, AUTH. */
final class ClientInitiation {
    private final SessionContext session;
    private final SignInDialogue signIn;

    ClientInitiation(SessionContext session) {
        this.session = session;
        this.signIn = new SignInDialogue(session);
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
        session.dropTransaction();
        session.become(new SmtpSessionState.Ready(session.client().introduced(hello)));
    }

    private Capabilities capabilities() {
        Map<String, String> keywords = new LinkedHashMap<>();
        keywords.put("PIPELINING", "");
        keywords.put("SIZE", Long.toString(session.settings().maxSize()));
        keywords.put("8BITMIME", "");
        keywords.put("SMTPUTF8", "");
        keywords.put("ENHANCEDSTATUSCODES", "");
        keywords.put("DSN", "");
        keywords.put("CHUNKING", "");
        keywords.put("BINARYMIME", "");
        keywords.put("LIMITS", limits());
        if (session.canStartTls()) {
            keywords.put("STARTTLS", "");
        }
        if (session.client().tls().isPresent()) {
            keywords.put("REQUIRETLS", "");
        }
        if (session.canSignIn()) {
            String mechanisms = session.signIn().words();
            keywords.put("AUTH", mechanisms);
            // Older than RFC 2554, and all that some old clients look for.
            keywords.put("AUTH=" + mechanisms, "");
        }
        if (session.canNameClient()) {
            keywords.put("XCLIENT", ProxiedClient.ATTRIBUTES);
        }
        keywords.put("HELP", "");
        return new Capabilities(keywords);
    }

    /** RFC 9422 §3. */
    private String limits() {
        int transactions = session.settings().maxTransactions();
        return (transactions == 0 ? "" : "MAILMAX=" + transactions + " ")
                + "RCPTMAX="
                + session.settings().maxRecipients();
    }

    /** STARTTLS, RFC 3207 §4. What is pipelined behind it is dropped. */
    void startTls() {
        if (!session.canStartTls()) {
            session.refuse(RejectReason.NO_TLS_HERE);
        } else if (session.isInTransaction()) {
            session.refuse(RejectReason.BAD_SEQUENCE, "STARTTLS in a transaction");
        } else {
            session.out().add(new Action.StartTls(Reply.of(220, "2.0.0", "Ready to start TLS")));
            session.become(new SmtpSessionState.StartingTls(session.client()));
        }
    }

    /** AUTH, RFC 4954 §4. */
    void auth(Command.Auth auth) {
        Client client = session.client();
        Optional<SaslStep> step =
                session.signIn().start(auth.mechanism(), auth.initial().orElse(null));
        if (!session.role().isSubmission()) {
            session.refuse(RejectReason.NO_AUTH_HERE);
        } else if (client.tls().isEmpty()) {
            session.refuse(RejectReason.NEEDS_TLS);
        } else if (!(session.state() instanceof SmtpSessionState.Ready)
                || client.user().isPresent()) {
            session.refuse(
                    RejectReason.BAD_SEQUENCE, "AUTH comes once, behind EHLO and before MAIL");
        } else if (step.isEmpty()) {
            session.refuse(RejectReason.UNKNOWN_MECHANISM);
        } else {
            signIn.begin(client, auth.mechanism(), step.get());
        }
    }

    /** A line of the client in the midst of AUTH. */
    void response(SmtpSessionState.Authenticating signingIn, byte[] line) {
        signIn.response(signingIn, line);
    }

    /** The client's answer to our last challenge. */
    void concluded(SmtpSessionState.Concluding concluding, byte[] line) {
        signIn.concluded(concluding, line);
    }

    /** A line that did not fit. */
    void responseTooLong(Client client) {
        signIn.failed(client, RejectReason.SIGN_IN_TOO_LONG);
    }
}
