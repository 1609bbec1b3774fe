package posthorn.mailbox.signin;

import java.util.Locale;

/** How an attempt to sign in ended, as its owner is told. */
public enum SignInOutcome {
    /** They were let in. */
    SUCCESS,
    /** The password, the token or the certificate was wrong. */
    BAD_CREDENTIALS,
    /** Nothing was looked at: too many had failed before. */
    BLOCKED,
    /** The password was right, the account is disabled. */
    DISABLED,
    /** The password was right, the protocol is switched off. */
    SWITCHED_OFF,
    /** The main password was right where two-factor sign-in wants an app password. */
    APP_PASSWORD_NEEDED,
    /** The app password was right and is for other protocols. */
    APP_PASSWORD_NOT_FOR,
    /** The token had expired. */
    EXPIRED,
    /** Whoever knows the password could not be asked. */
    NOT_CHECKED,
    /** The password was right, and the second factor was asked for. */
    SECOND_FACTOR_ASKED,
    /** The second factor was wrong. */
    WRONG_SECOND_FACTOR;

    /** Its name in REST: lower case with hyphens. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
