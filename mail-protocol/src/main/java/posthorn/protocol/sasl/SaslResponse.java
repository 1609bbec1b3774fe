package posthorn.protocol.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A line of the client, read: base64 with its padding and nothing else (RFC 4954 §4), then UTF-8.
 */
final class SaslResponse {
    /** Characters of a line (RFC 4954 §4). */
    static final int MAX_LINE = 12_288;

    private SaslResponse() {}

    /**
     * The line that an initial response stands for. A star does not cancel here: it is no base64.
     */
    static String initial(String response) {
        return switch (response) {
            case "=" -> "";
            case "*" -> "?";
            default -> response;
        };
    }

    /** Step that {@code then} makes of the decoded text, or the failure to read the line. */
    static SaslStep read(String line, Function<String, SaslStep> then) {
        if (line.equals("*")) {
            return new SaslStep.Failed(SaslStep.Reason.CANCELLED);
        }
        if (line.length() > MAX_LINE) {
            return new SaslStep.Failed(SaslStep.Reason.TOO_LONG);
        }
        try {
            return line.length() % 4 == 0 ? then.apply(decode(line)) : malformed();
        } catch (IllegalArgumentException | CharacterCodingException notText) {
            return malformed();
        }
    }

    /**
     * Step with what the client said, unless its login is nobody's: too long, or with control
     * characters, which no prepared name has (RFC 4616 §2, RFC 4013 §2.3).
     */
    static SaslStep credentials(String login, String password) {
        return login(
                login, () -> new SaslStep.Credentials(new Credential.Password(login, password)));
    }

    /** Step that follows a login, unless it is nobody's. */
    static SaslStep login(String login, Supplier<SaslStep> then) {
        if (!SaslStep.isLogin(login)) {
            return new SaslStep.Failed(SaslStep.Reason.TOO_LONG);
        }
        return login.chars().anyMatch(Character::isISOControl) ? malformed() : then.get();
    }

    static SaslStep malformed() {
        return new SaslStep.Failed(SaslStep.Reason.MALFORMED);
    }

    private static String decode(String base64) throws CharacterCodingException {
        byte[] octets = Base64.getDecoder().decode(base64);
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    }
}
