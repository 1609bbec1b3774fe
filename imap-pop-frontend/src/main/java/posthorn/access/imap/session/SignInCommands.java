package posthorn.access.imap.session;

import org.jspecify.annotations.Nullable;
import posthorn.access.imap.grammar.Command;
import posthorn.access.imap.session.SessionState.NotAuthenticated;
import posthorn.access.store.SignIn;
import posthorn.protocol.sasl.SaslExchange;
import posthorn.protocol.sasl.SaslMechanism;
import posthorn.protocol.sasl.SaslStep;

/** STARTTLS, AUTHENTICATE and LOGIN (RFC 3501 §6.2). */
final class SignInCommands {

    private SignInCommands() {}

    /** RFC 3501 §6.2.1: what was sent behind it and before the handshake is dropped. */
    static @Nullable Answer startTls(ImapSession session, String tag) {
        if (session.secure()) {
            return Answer.bad("TLS is on already");
        }
        if (!session.client().mayStartTls()) {
            return Answer.bad("No STARTTLS here");
        }
        if (session.signedIn()) {
            return Answer.bad("STARTTLS goes before sign-in");
        }
        session.out().raw(tag).raw(" OK Begin TLS now").line();
        session.startTls();
        return null;
    }

    static Answer login(ImapSession session, Command.Login command) {
        Answer refused = refusal(session);
        return refused != null ? refused : signIn(session, command.user(), command.password());
    }

    static @Nullable Answer authenticate(
            ImapSession session, String tag, Command.Authenticate command) {
        Answer refused = refusal(session);
        if (refused != null) {
            return refused;
        }
        SaslMechanism mechanism = SaslMechanism.named(command.mechanism());
        if (mechanism != SaslMechanism.PLAIN) {
            return Answer.no("Use PLAIN or LOGIN");
        }
        return step(session, tag, mechanism.start(command.initial()));
    }

    private static @Nullable Answer refusal(ImapSession session) {
        if (!(session.state() instanceof NotAuthenticated)) {
            return Answer.bad("Signed in already");
        }
        return Capabilities.maySignIn(session)
                ? null
                : Answer.no("PRIVACYREQUIRED", advice(session.settings().tlsPort()));
    }

    /** What to change in the mail client. */
    private static String advice(int tlsPort) {
        String here = tlsPort > 0 && tlsPort != 993 ? " (here " + tlsPort + ")" : "";
        return "Not without encryption: set your mail client to STARTTLS, or to SSL/TLS on port 993"
                + here;
    }

    private static @Nullable Answer step(ImapSession session, String tag, SaslStep step) {
        return switch (step) {
            case SaslStep.Challenge challenge -> {
                session.out().raw("+ ").raw(challenge.base64()).line();
                session.begin(new SaslDialogue(session, tag, challenge.next()));
                yield null;
            }
            case SaslStep.Credentials credentials ->
                    signIn(session, credentials.login(), credentials.password());
            case SaslStep.Failed failed ->
                    switch (failed.reason()) {
                        case CANCELLED -> Answer.bad("Cancelled");
                        case MALFORMED, TOO_LONG ->
                                Answer.bad("That is no response of this mechanism");
                        case OTHER_IDENTITY ->
                                Answer.no("AUTHORIZATIONFAILED", "Nobody acts for another account");
                    };
        };
    }

    /** Waits for lines of the client. */
    private record SaslDialogue(ImapSession session, String tag, SaslExchange exchange)
            implements Dialogue {

        @Override
        public @Nullable Answer line(String octets) {
            return step(session, tag, exchange.respond(octets));
        }
    }

    private static Answer signIn(ImapSession session, String login, String password) {
        return switch (session.accounts()
                .signIn(login, password, "imap", session.client().address())) {
            case SignIn.Accepted accepted -> {
                session.signedIn(accepted.account());
                yield Answer.ok("CAPABILITY " + Capabilities.of(session), "Signed in");
            }
            case SignIn.Refused refused -> {
                count(session);
                yield switch (refused.reason()) {
                    case BAD_CREDENTIALS ->
                            Answer.no("AUTHENTICATIONFAILED", "Wrong address or password");
                    case DISABLED -> Answer.no("CONTACTADMIN", "This account is disabled");
                    case TRY_LATER ->
                            Answer.no("UNAVAILABLE", "Too many attempts; try again later");
                };
            }
        };
    }

    private static void count(ImapSession session) {
        if (session.state() instanceof NotAuthenticated before) {
            session.failed(before.failures() + 1);
        }
    }
}
