package posthorn.mailbox.rest.access;

import posthorn.protocol.signin.SignInRefusal;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;

/** Why nobody came in, as problem details. */
final class SignInProblems {

    private SignInProblems() {}

    static Problem of(SignInRefusal why) {
        String words = why.words() + ".";
        return switch (why) {
            case SignInRefusal.BadCredentials() ->
                    Problem.of(
                            ProblemCode.WRONG_CREDENTIALS,
                            words,
                            "Type both again; an administrator can set another password.");
            case SignInRefusal.AccountDisabled() ->
                    Problem.of(
                            ProblemCode.ACCOUNT_DISABLED, words, "An administrator can enable it.");
            case SignInRefusal.TryLater() -> tryLater();
            case SignInRefusal.DirectoryAway() ->
                    Problem.of(ProblemCode.STORE_AWAY, words, "Try again in a minute.");
            case SignInRefusal.SwitchedOff _,
                    SignInRefusal.AppPasswordNeeded _,
                    SignInRefusal.OtherAppPassword _,
                    SignInRefusal.TransitionNeeded _,
                    SignInRefusal.TokenExpired _,
                    SignInRefusal.TokenRefused _,
                    SignInRefusal.CertificateRefused _,
                    SignInRefusal.AmbiguousLogin _ ->
                    Problem.of(
                            ProblemCode.FORBIDDEN, words, "Use the address and its main password.");
        };
    }

    static Problem tryLater() {
        return Problem.of(
                ProblemCode.TOO_MANY_REQUESTS,
                "Too many attempts to sign in.",
                "Wait a minute and try again.");
    }

    static Problem wrongSecondFactor() {
        return Problem.of(
                ProblemCode.WRONG_SECOND_FACTOR,
                "The code or the key is not right, or was used already.",
                "Wait for the next code, or take another method.");
    }
}
