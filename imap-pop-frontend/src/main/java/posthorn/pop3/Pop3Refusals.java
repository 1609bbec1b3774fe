package posthorn.pop3;

import posthorn.protocol.sasl.SaslStep;
import posthorn.protocol.signin.SignInRefusal;

/** What is said to whom is refused something. */
public final class Pop3Refusals {
    private Pop3Refusals() {}

    /** An exchange that failed by itself. */
    static String of(SaslStep.Reason reason) {
        return switch (reason) {
            case CANCELLED -> "-ERR cancelled";
            case MALFORMED -> "-ERR that is no response of this mechanism";
            case TOO_LONG -> "-ERR the response is too long";
            case OTHER_IDENTITY -> "-ERR [AUTH] nobody may act for somebody else";
            case CHANNEL_BINDING ->
                    "-ERR [AUTH] the channel binding is of another connection than this one";
        };
    }

    /** What was shown is not good. */
    static String of(SignInRefusal why) {
        return "-ERR " + code(why) + why.words();
    }

    /** RFC 3206 §4: only what another password, or an administrator, can mend is AUTH. */
    private static String code(SignInRefusal why) {
        return switch (why) {
            case SignInRefusal.TryLater _, SignInRefusal.DirectoryAway _ -> "[SYS/TEMP] ";
            case SignInRefusal.BadCredentials _,
                    SignInRefusal.AccountDisabled _,
                    SignInRefusal.SwitchedOff _,
                    SignInRefusal.AppPasswordNeeded _,
                    SignInRefusal.OtherAppPassword _,
                    SignInRefusal.TransitionNeeded _,
                    SignInRefusal.TokenExpired _,
                    SignInRefusal.TokenRefused _,
                    SignInRefusal.CertificateRefused _,
                    SignInRefusal.AmbiguousLogin _ ->
                    "[AUTH] ";
        };
    }

    /** Whether it counts among the wrong passwords of a connection. */
    static boolean isGuess(SignInRefusal why) {
        return why instanceof SignInRefusal.BadCredentials
                || why instanceof SignInRefusal.TokenRefused
                || why instanceof SignInRefusal.CertificateRefused
                || why instanceof SignInRefusal.AmbiguousLogin;
    }

    /** What was shown may be right, the maildrop cannot be had. */
    static String of(LockResult.Reason reason) {
        return switch (reason) {
            case TOO_MANY_SESSIONS ->
                    "-ERR [SYS/TEMP] too many connections of this account: close another mail"
                            + " program";
            case IN_USE -> "-ERR [IN-USE] another session has the maildrop";
            case UNAVAILABLE -> "-ERR [SYS/TEMP] the mailbox cannot be reached: try later";
        };
    }

    /** The account was disabled or deleted: nothing that was marked is removed. */
    public static String accountClosed() {
        return "-ERR [AUTH] the account was closed\r\n";
    }

    /** The octets of a message cannot be had. */
    public static String unreadable(boolean gone) {
        return gone
                ? "-ERR [SYS/PERM] another client has removed the message\r\n"
                : "-ERR [SYS/TEMP] the message cannot be read now\r\n";
    }
}
