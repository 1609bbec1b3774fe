package posthorn.protocol.sasl;

/** LOGIN: the name, then the password, each asked for. */
final class SaslLogin {
    /** {@code Username:}. */
    static final String USERNAME = "VXNlcm5hbWU6";

    /** {@code Password:}. */
    static final String PASSWORD = "UGFzc3dvcmQ6";

    private SaslLogin() {}

    static SaslStep username(String line) {
        return SaslResponse.read(
                line, login -> isMissing(login) ? SaslResponse.malformed() : askPassword(login));
    }

    private static SaslStep askPassword(String login) {
        return SaslResponse.login(
                login, () -> new SaslStep.Challenge(PASSWORD, next -> password(login, next)));
    }

    private static SaslStep password(String login, String line) {
        return SaslResponse.read(
                line,
                password ->
                        isMissing(password)
                                ? SaslResponse.malformed()
                                : SaslResponse.credentials(login, password));
    }

    private static boolean isMissing(String value) {
        return value.isEmpty() || value.indexOf('\0') >= 0;
    }
}
