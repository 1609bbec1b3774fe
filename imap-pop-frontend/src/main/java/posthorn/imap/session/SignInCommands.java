package posthorn.imap.session;

import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.AuthenticationResult;
import posthorn.imap.grammar.ImapCommand;
import posthorn.imap.session.ImapState.NotAuthenticated;
import posthorn.protocol.sasl.SaslExchange;
import posthorn.protocol.sasl.SaslMechanism;
import posthorn.protocol.sasl.SaslStep;

/** STARTTLS, AUTHENTICATE and LOGIN (RFC 3501 §6.2). */
final class SignInCommands {

    private SignInCommands() {}

    /** RFC 3501 §6.2.1: what was sent behind it and before the handshake is dropped. */
    static @Nullable TaggedResponse startTls(ImapSession session, String tag) {
        if (session.secure()) {
            return TaggedResponse.bad("TLS is on already");
        }
        if (!session.client().mayStartTls()) {
            return TaggedResponse.bad("No STARTTLS here");
        }
        if (session.signedIn()) {
            return TaggedResponse.bad("STARTTLS goes before sign-in");
        }
        session.out().raw(tag).raw(" OK Begin TLS now").line();
        session.startTls();
        return null;
    }

    static TaggedResponse login(ImapSession session, ImapCommand.Login command) {
        TaggedResponse refused = refusal(session);
        return refused != null ? refused : signIn(session, command.user(), command.password());
    }

    static @Nullable TaggedResponse authenticate(
            ImapSession session, String tag, ImapCommand.Authenticate command) {
        TaggedResponse refused = refusal(session);
        if (refused != null) {
            return refused;
        }
        SaslMechanism mechanism = SaslMechanism.named(command.mechanism());
        if (mechanism == null) {
            return TaggedResponse.no("Use PLAIN or LOGIN");
        }
        return step(session, tag, mechanism.start(command.initial()));
    }

    private static @Nullable TaggedResponse refusal(ImapSession session) {
        if (!(session.state() instanceof NotAuthenticated)) {
            return TaggedResponse.bad("Signed in already");
        }
        return ImapCapabilities.maySignIn(session)
                ? null
                : TaggedResponse.no("PRIVACYREQUIRED", advice(session.settings().tlsPort()));
    }

    /** What to change in the mail client. */
    private static String advice(int tlsPort) {
        String here = tlsPort > 0 && tlsPort != 993 ? " (here " + tlsPort + ")" : "";
        return "Not without encryption: set your mail client to STARTTLS, or to SSL/TLS on port 993"
                + here;
    }

    private static @Nullable TaggedResponse step(ImapSession session, String tag, SaslStep step) {
        return switch (step) {
            case SaslStep.Challenge challenge -> {
                session.out().raw("+ ").raw(challenge.base64()).line();
                session.begin(new SaslContinuation(session, tag, challenge.next()));
                yield null;
            }
            case SaslStep.Credentials credentials ->
                    signIn(session, credentials.login(), credentials.password());
            case SaslStep.Failed failed ->
                    switch (failed.reason()) {
                        case CANCELLED -> TaggedResponse.bad("Cancelled");
                        case MALFORMED, TOO_LONG ->
                                TaggedResponse.bad("That is no response of this mechanism");
                        case OTHER_IDENTITY ->
                                TaggedResponse.no(
                                        "AUTHORIZATIONFAILED", "Nobody acts for another account");
                    };
        };
    }

    /** Waits for lines of the client. */
    private record SaslContinuation(ImapSession session, String tag, SaslExchange exchange)
            implements CommandContinuation {

        @Override
        public @Nullable TaggedResponse line(String octets) {
            return step(session, tag, exchange.respond(octets));
        }
    }

    private static TaggedResponse signIn(ImapSession session, String login, String password) {
        if (!SaslStep.isLogin(login)) {
            count(session);
            return TaggedResponse.no("AUTHENTICATIONFAILED", "Wrong address or password");
        }
        return switch (session.accounts()
                .signIn(login, password, "imap", session.client().address())) {
            case AuthenticationResult.Accepted accepted -> {
                session.signedIn(accepted.account());
                yield TaggedResponse.ok("CAPABILITY " + ImapCapabilities.of(session), "Signed in");
            }
            case AuthenticationResult.Refused refused -> {
                count(session);
                yield switch (refused.reason()) {
                    case BAD_CREDENTIALS ->
                            TaggedResponse.no("AUTHENTICATIONFAILED", "Wrong address or password");
                    case DISABLED -> TaggedResponse.no("CONTACTADMIN", "This account is disabled");
                    case TRY_LATER ->
                            TaggedResponse.no("UNAVAILABLE", "Too many attempts; try again later");
                    case TOO_MANY_SESSIONS ->
                            TaggedResponse.no(
                                    "LIMIT",
                                    "Too many connections of this account; close another mail program");
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
