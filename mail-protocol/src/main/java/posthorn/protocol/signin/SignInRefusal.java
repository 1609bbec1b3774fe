package posthorn.protocol.signin;

/** Why nobody came in. Each has words of its own, in English, for the user of a mail program. */
public sealed interface SignInRefusal {

    /** Wrong password or unknown login: nobody is told which. */
    record BadCredentials() implements SignInRefusal {}

    /** The account is disabled; told to whoever has shown the right credential. */
    record AccountDisabled() implements SignInRefusal {}

    /** Too many failures, or too many at once. */
    record TryLater() implements SignInRefusal {}

    /**
     * The protocol is switched off.
     *
     * @param name of the switch: {@code IMAP}, {@code POP3}, {@code SMTP}
     * @param page URL where it can be switched on; empty: an administrator has to
     */
    record SwitchedOff(String name, String page) implements SignInRefusal {}

    /**
     * The password is the one for the pages; mail programs need one of their own.
     *
     * @param page URL where it is made; empty: not known
     */
    record AppPasswordNeeded(String page) implements SignInRefusal {}

    /**
     * The app password is for other protocols.
     *
     * @param page URL where another one is made; empty: not known
     */
    record OtherAppPassword(String page) implements SignInRefusal {}

    /**
     * SCRAM cannot be used for this account before its password was shown once (RFC 4954 §6,
     * 4.7.12).
     */
    record TransitionNeeded() implements SignInRefusal {}

    /** The token was good, and is not any more: the client can get another one. */
    record TokenExpired() implements SignInRefusal {}

    /**
     * The token is not good here.
     *
     * @param why what is wrong with it, without a full stop
     */
    record TokenRefused(String why) implements SignInRefusal {}

    /**
     * The certificate names no account, or not the one that is wanted.
     *
     * @param why what is wrong with it, without a full stop
     */
    record CertificateRefused(String why) implements SignInRefusal {}

    /** The login is a local part that several accounts have. */
    record AmbiguousLogin() implements SignInRefusal {}

    /** Whoever knows the password, or the keys of tokens, cannot be asked now. */
    record DirectoryAway() implements SignInRefusal {}

    /** What is said to the user, without a full stop. */
    default String words() {
        return switch (this) {
            case BadCredentials() -> "Wrong address or password";
            case AccountDisabled() -> "This account is disabled; ask your administrator";
            case TryLater() -> "Too many attempts; try again later";
            case SwitchedOff(String name, String page) ->
                    name
                            + " is switched off for this account; "
                            + (page.isEmpty()
                                    ? "switch it on under Switches on your page, or ask your"
                                            + " administrator"
                                    : "switch it on at " + page);
            case AppPasswordNeeded(String page) ->
                    "This password is for the pages only; make an app password for this mail program"
                            + (page.isEmpty() ? "" : " at " + page);
            case OtherAppPassword(String page) ->
                    "This app password is for other protocols; make one for this mail program"
                            + (page.isEmpty() ? "" : " at " + page);
            case TransitionNeeded() ->
                    "This mechanism does not work for this account yet; sign in with PLAIN or LOGIN";
            case TokenExpired() -> "The token has expired; sign in again at your provider";
            case TokenRefused(String why) -> "The token is not accepted: " + why;
            case CertificateRefused(String why) -> "The certificate is not accepted: " + why;
            case AmbiguousLogin() -> "Several accounts have this name; use the whole address";
            case DirectoryAway() ->
                    "Sign-in cannot be checked at the moment, your password may be right; try again"
                            + " later";
        };
    }

    /** The same for logs, in words with hyphens. */
    default String logWord() {
        return switch (this) {
            case BadCredentials() -> "bad-credentials";
            case AccountDisabled() -> "disabled";
            case TryLater() -> "try-later";
            case SwitchedOff _ -> "switched-off";
            case AppPasswordNeeded _ -> "app-password-needed";
            case OtherAppPassword _ -> "other-app-password";
            case TransitionNeeded() -> "transition-needed";
            case TokenExpired() -> "token-expired";
            case TokenRefused _ -> "token-refused";
            case CertificateRefused _ -> "certificate-refused";
            case AmbiguousLogin() -> "ambiguous-login";
            case DirectoryAway() -> "directory-away";
        };
    }
}
