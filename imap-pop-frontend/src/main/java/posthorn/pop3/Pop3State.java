package posthorn.pop3;

import java.util.function.Function;
import posthorn.protocol.sasl.Credential;
import posthorn.protocol.sasl.SaslExchange;
import posthorn.protocol.sasl.SaslStep;
import posthorn.protocol.sasl.ScramChallenge;
import posthorn.protocol.signin.SignInRefusal;

/** Where a session is; {@link Pop3Session} says what leads from one to the next. */
sealed interface Pop3State {
    record Authorization() implements Pop3State {}

    record Named(String login) implements Pop3State {}

    record Exchange(SaslExchange next, String method) implements Pop3State {}

    record ScramBeginning(Function<ScramChallenge, SaslStep> next, String method)
            implements Pop3State {}

    record Authentication(Credential credential) implements Pop3State {}

    /** The client is shown that we know its password, too, and answers with an empty line. */
    record Conclusion(Maildrop drop) implements Pop3State {}

    /** The client is told what is wrong with its token, and answers with some line. */
    record Rejection(SignInRefusal why) implements Pop3State {}

    record Handshake() implements Pop3State {}

    record Transaction(Maildrop drop) implements Pop3State {}

    record Update() implements Pop3State {}

    record Over() implements Pop3State {}
}
