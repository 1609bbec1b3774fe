package posthorn.mailbox.signin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import posthorn.protocol.signin.SignInProtocol;

/**
 * Attempts of one day to sign in to an account that were all alike, counted together.
 *
 * @param account id of the account
 * @param kind what they have in common
 * @param first time of the first one, milliseconds since 1970, UTC
 * @param last time of the last one
 * @param count how many, at least 1
 * @param answer what the owner has said about them
 */
public record SignIn(
        String account, Kind kind, long first, long last, int count, OwnerAnswer answer) {

    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final int ID = 16;

    /**
     * What attempts have in common.
     *
     * @param address of the client
     * @param client what it calls itself (IMAP ID, user agent); empty: it did not say
     * @param method how they showed who they are: a SASL mechanism, or words such as {@code
     *     password+totp}
     * @param app id of the app password that was used; empty: none was
     */
    public record Kind(
            String address,
            SignInProtocol protocol,
            String client,
            String method,
            String app,
            SignInOutcome outcome) {

        /** The same, by a client that has said what it is. */
        public Kind by(String name) {
            return new Kind(address, protocol, name, method, app, outcome);
        }
    }

    /** What the owner has said. */
    public enum OwnerAnswer {
        /** Nothing. */
        NONE,
        /** It was me. */
        CONFIRMED,
        /** It was not me. */
        DISOWNED
    }

    /** One attempt. */
    public static SignIn once(String account, Kind kind, long time) {
        return new SignIn(account, kind, time, time, 1, OwnerAnswer.NONE);
    }

    /** Whether somebody came in. */
    public boolean letIn() {
        return kind.outcome() == SignInOutcome.SUCCESS;
    }

    /** Names it among those of the account: attempts of one day that are alike have one id. */
    public String id() {
        return id(kind, first);
    }

    /** The id of attempts of this kind on the day of that time. */
    public static String id(Kind kind, long time) {
        String whole =
                String.join(
                        "\0",
                        Long.toString(time / DAY),
                        kind.address(),
                        kind.protocol().name(),
                        kind.client(),
                        kind.method(),
                        kind.app(),
                        kind.outcome().name());
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(whole.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, ID);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
