package posthorn.mailbox.signin;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import posthorn.protocol.sasl.ScramOctets;

/**
 * What is kept of a password for SCRAM-SHA-256 (RFC 5803), which never leaves this service: whoever
 * has it can pass for the server, and can guess at leisure.
 *
 * <pre>
 * text = "SCRAM-SHA-256$" iterations ":" salt "$" StoredKey ":" ServerKey    ; each in base64
 * </pre>
 */
public record ScramKeys(Salt salt, ScramOctets storedKey, ScramOctets serverKey) {

    private static final Pattern TEXT =
            Pattern.compile("SCRAM-SHA-256\\$(\\d{1,9}):([^$:]+)\\$([^$:]+):([^$:]+)");

    /**
     * What a client has to know: the same for all passwords of an account, so that one exchange can
     * try them all.
     */
    public record Salt(ScramOctets octets, int iterations) {}

    /** The text form. */
    public String encode() {
        return "SCRAM-SHA-256$"
                + salt.iterations()
                + ":"
                + salt.octets().base64()
                + "$"
                + storedKey.base64()
                + ":"
                + serverKey.base64();
    }

    /**
     * What the text form says; empty: there is none, the text is empty.
     *
     * @throws IllegalArgumentException when it is no text form
     */
    public static Optional<ScramKeys> parse(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("the stored SCRAM keys have an unknown form");
        }
        return Optional.of(
                new ScramKeys(
                        new Salt(octets(parts.group(2)), Integer.parseInt(parts.group(1))),
                        octets(parts.group(3)),
                        octets(parts.group(4))));
    }

    private static ScramOctets octets(String base64) {
        return ScramOctets.of(Base64.getDecoder().decode(base64));
    }
}
