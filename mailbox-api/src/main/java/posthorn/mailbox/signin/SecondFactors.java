package posthorn.mailbox.signin;

import io.smallrye.mutiny.Uni;
import java.util.Locale;
import java.util.Set;

/**
 * What owners of accounts show besides their password when they sign in to the pages or to REST.
 * Safe for all threads; a failed Uni says that the store gave no answer.
 */
public interface SecondFactors {

    /** Ways to show it. */
    enum Method {
        /** A one-time code of an app (RFC 6238). */
        TOTP,
        /** A key of a device (WebAuthn). */
        PASSKEY,
        /** A code from paper, good once. */
        RECOVERY_CODE;

        /** Its name in REST. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What somebody shows. */
    sealed interface Answer {

        /** The way in which it is shown. */
        default Method method() {
            return switch (this) {
                case Totp _ -> Method.TOTP;
                case RecoveryCode _ -> Method.RECOVERY_CODE;
                case Passkey _ -> Method.PASSKEY;
            };
        }

        /** A one-time code: six digits. */
        record Totp(String code) implements Answer {
            @Override
            public String toString() {
                return "Totp[]";
            }
        }

        /** A code from paper. */
        record RecoveryCode(String code) implements Answer {
            @Override
            public String toString() {
                return "RecoveryCode[]";
            }
        }

        /**
         * What the browser's {@code navigator.credentials.get} gave.
         *
         * @param credential its {@code toJSON()} as text
         * @param challenge the octets that {@link #passkeyOptions} was called with
         * @param origin of the page, as the request's header says
         */
        record Passkey(String credential, byte[] challenge, String origin) implements Answer {
            @Override
            public String toString() {
                return "Passkey[" + origin + "]";
            }
        }
    }

    /** What came of it. */
    enum Checked {
        /** It is theirs, and cannot be shown a second time. */
        RIGHT,
        /** It is not, or was shown before. */
        WRONG,
        /** Too many were wrong: nothing was looked at. */
        TRY_LATER
    }

    /** What an account has; empty: the password is enough. */
    Uni<Set<Method>> methods(String account);

    /**
     * What the browser's {@code navigator.credentials.get} is to be called with, as JSON ({@code
     * PublicKeyCredentialRequestOptionsJSON}, WebAuthn Level 3 §5.1.9).
     *
     * @param challenge at least 16 octets that nobody can foresee, good for this sign-in only:
     *     whoever calls remembers them and takes them once
     * @param origin of the page, as in {@code https://mail.example.org}
     */
    Uni<String> passkeyOptions(String account, byte[] challenge, String origin);

    /**
     * Whether what is shown is the account's. Attempts are counted before anything is looked at.
     *
     * @param account id of the account
     * @param client address of the client
     */
    Uni<Checked> check(String account, Answer answer, String client);
}
