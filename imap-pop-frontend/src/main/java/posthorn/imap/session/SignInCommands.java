package posthorn.imap.session;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.AuthenticationResult;
import posthorn.imap.grammar.ImapCommand;
import posthorn.imap.session.ImapState.NotAuthenticated;
import posthorn.protocol.sasl.Credential;
import posthorn.protocol.sasl.SaslExchange;
import posthorn.protocol.sasl.SaslStep;
import posthorn.protocol.signin.LastChallenge;
import posthorn.protocol.signin.SignInAttempt;
import posthorn.protocol.signin.SignInProtocol;
import posthorn.protocol.signin.SignInRefusal;

/** STARTTLS, AUTHENTICATE and LOGIN (RFC 3501 §6.2). */
final class SignInCommands {

    private static final String CANCEL = "*";

    private SignInCommands() {}

    /** RFC 3501 §6.2.1: what was sent behind it and before the handshake is dropped. */
    static @Nullable TaggedResponse startTls(ImapSession session, String tag) {
        if (session.client().secure()) {
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

    static @Nullable TaggedResponse login(
            ImapSession session, String tag, ImapCommand.Login command) {
        TaggedResponse refused = refusal(session);
        if (refused != null) {
            return refused;
        }
        if (!session.client().offer().takesPasswords()) {
            return TaggedResponse.no("LOGIN is off here; use " + session.client().offer().words());
        }
        return new SignIn(session, tag, "LOGIN")
                .check(new Credential.Password(command.user(), command.password()));
    }

    static @Nullable TaggedResponse authenticate(
            ImapSession session, String tag, ImapCommand.Authenticate command) {
        TaggedResponse refused = refusal(session);
        if (refused != null) {
            return refused;
        }
        Optional<SaslStep> step =
                session.client().offer().start(command.mechanism(), command.initial());
        return step.isEmpty()
                ? TaggedResponse.no("Use one of " + session.client().offer().words())
                : new SignIn(session, tag, command.mechanism()).step(step.get());
    }

    private static @Nullable TaggedResponse refusal(ImapSession session) {
        if (!(session.state() instanceof NotAuthenticated)) {
            return TaggedResponse.bad("Signed in already");
        }
        return session.client().offer().mechanisms().isEmpty()
                ? TaggedResponse.no("PRIVACYREQUIRED", advice(session.settings().tlsPort()))
                : null;
    }

    /** What to change in the mail client. */
    private static String advice(int tlsPort) {
        String here = tlsPort > 0 && tlsPort != 993 ? " (here " + tlsPort + ")" : "";
        return "Not without encryption: set your mail client to STARTTLS, or to SSL/TLS on port 993"
                + here;
    }

    /**
     * One command that signs in.
     *
     * @param method name of the mechanism, or of the command
     */
    private record SignIn(ImapSession session, String tag, String method) {

        @Nullable TaggedResponse step(SaslStep step) {
            return switch (step) {
                case SaslStep.Challenge(String base64, SaslExchange next) ->
                        challenge(base64, line -> step(next.respond(line)));
                case SaslStep.BeginScram(String login, var next) ->
                        step(next.apply(session.accounts().beginScram(login)));
                case SaslStep.Credentials(Credential credential) -> check(credential);
                case SaslStep.Failed(SaslStep.Reason reason) -> failed(reason);
            };
        }

        private static TaggedResponse failed(SaslStep.Reason reason) {
            return switch (reason) {
                case CANCELLED -> TaggedResponse.bad("Cancelled");
                case MALFORMED, TOO_LONG ->
                        TaggedResponse.bad("That is no response of this mechanism");
                case OTHER_IDENTITY ->
                        TaggedResponse.no("AUTHORIZATIONFAILED", "Nobody acts for another account");
                case CHANNEL_BINDING ->
                        TaggedResponse.no(
                                "AUTHENTICATIONFAILED",
                                "The channel binding is of another connection than this one");
            };
        }

        private @Nullable TaggedResponse challenge(String base64, Response then) {
            session.out().raw("+ ").raw(base64).line();
            session.begin(new SaslContinuation(tag, then));
            return null;
        }

        @Nullable TaggedResponse check(Credential credential) {
            if (!SaslStep.isLogin(credential.login())) {
                return refused(credential, new SignInRefusal.BadCredentials());
            }
            SignInAttempt attempt =
                    new SignInAttempt(
                            credential,
                            SignInProtocol.IMAP,
                            method,
                            new SignInAttempt.Client(
                                    session.client().address(), session.client().name()));
            return switch (session.accounts().signIn(attempt)) {
                case AuthenticationResult.Accepted accepted -> accepted(accepted);
                case AuthenticationResult.Refused(SignInRefusal why) -> refused(credential, why);
                case AuthenticationResult.TooManySessions _ -> {
                    count();
                    yield TaggedResponse.no(
                            "LIMIT",
                            "Too many connections of this account; close another mail program");
                }
            };
        }

        private @Nullable TaggedResponse accepted(AuthenticationResult.Accepted accepted) {
            session.signedIn(accepted.account());
            TaggedResponse welcome =
                    TaggedResponse.ok("CAPABILITY " + ImapCapabilities.of(session), "Signed in");
            Optional<String> last = LastChallenge.accepted(accepted.serverSignature());
            return last.isEmpty()
                    ? welcome
                    : challenge(last.get(), line -> line.equals(CANCEL) ? distrusted() : welcome);
        }

        /** The client does not believe that we know its password. */
        private @Nullable TaggedResponse distrusted() {
            session.bye("Cancelled");
            return TaggedResponse.bad("Cancelled");
        }

        private @Nullable TaggedResponse refused(Credential credential, SignInRefusal why) {
            count();
            TaggedResponse no = TaggedResponse.no(code(why), TaggedResponse.ascii(why.words()));
            Optional<String> last = LastChallenge.refused(credential, why);
            return last.isEmpty() ? no : challenge(last.get(), line -> no);
        }

        /** RFC 5530 §3; null: there is none for it. */
        private static @Nullable String code(SignInRefusal why) {
            return switch (why) {
                case SignInRefusal.BadCredentials _,
                        SignInRefusal.AmbiguousLogin _,
                        SignInRefusal.TokenRefused _ ->
                        "AUTHENTICATIONFAILED";
                case SignInRefusal.AccountDisabled _ -> "CONTACTADMIN";
                case SignInRefusal.SwitchedOff _,
                        SignInRefusal.AppPasswordNeeded _,
                        SignInRefusal.OtherAppPassword _,
                        SignInRefusal.CertificateRefused _ ->
                        "AUTHORIZATIONFAILED";
                case SignInRefusal.TokenExpired _ -> "EXPIRED";
                case SignInRefusal.TryLater _, SignInRefusal.DirectoryAway _ -> "UNAVAILABLE";
                case SignInRefusal.TransitionNeeded _ -> null;
            };
        }

        private void count() {
            if (session.state() instanceof NotAuthenticated(int failures)) {
                session.failed(failures + 1);
            }
        }
    }

    /** What follows a line of the client. */
    @FunctionalInterface
    private interface Response {
        @Nullable TaggedResponse to(String line);
    }

    /** Waits for a line of the client. */
    private record SaslContinuation(String tag, Response then) implements CommandContinuation {
        @Override
        public @Nullable TaggedResponse line(String octets) {
            return then.to(octets);
        }
    }
}
