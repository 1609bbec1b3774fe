package posthorn.protocol.sasl;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server's side of SCRAM-SHA-256 (RFC 5802 §5 and §7, RFC 7677) up to the proof, which the
 * directory checks: it alone has the keys.
 *
 * <pre>
 * client-first = gs2-header client-first-bare
 * client-first-bare = "n=" saslname ",r=" c-nonce *("," attribute)
 * server-first = "r=" c-nonce s-nonce ",s=" base64 ",i=" posit-number
 * client-final = "c=" base64 ",r=" c-nonce s-nonce *("," attribute) ",p=" base64
 * </pre>
 */
final class SaslScram {
    private static final int MAX_NONCE = 256;
    private static final int PROOF = 32;

    private static final Pattern FIRST_BARE =
            Pattern.compile("n=([^,]*),r=([\\x21-\\x2b\\x2d-\\x7e]{1," + MAX_NONCE + "})(,.*)?");
    private static final Pattern FINAL =
            Pattern.compile("(c=([^,]*),r=([^,]*)(?:,[a-zA-Z]=[^,]*)*),p=([^,]*)");

    private SaslScram() {}

    /** Step after the client's first message. */
    static SaslStep first(String line, boolean plus, SaslOffer offer) {
        return SaslResponse.read(
                line,
                message ->
                        Gs2Header.parse(message)
                                .map(gs2 -> first(message, gs2, plus, offer))
                                .orElseGet(SaslResponse::malformed));
    }

    private static SaslStep first(String message, Gs2Header gs2, boolean plus, SaslOffer offer) {
        String bare = message.substring(gs2.text().length());
        Matcher parts = FIRST_BARE.matcher(bare);
        Optional<String> login =
                parts.matches() ? Gs2Header.name(parts.group(1)) : Optional.empty();
        if (login.isEmpty()) {
            return SaslResponse.malformed();
        }
        if (!gs2.identity().isEmpty() && !gs2.identity().equals(login.get())) {
            return new SaslStep.Failed(SaslStep.Reason.OTHER_IDENTITY);
        }
        return expected(gs2, plus, offer)
                .map(binding ->
                        SaslResponse.login(
                                login.get(),
                                () ->
                                        new SaslStep.BeginScram(
                                                login.get(),
                                                begin ->
                                                        challenge(
                                                                new Begun(
                                                                        login.get(),
                                                                        bare,
                                                                        parts.group(2),
                                                                        binding),
                                                                begin))))
                .orElseGet(() -> new SaslStep.Failed(SaslStep.Reason.CHANNEL_BINDING));
    }

    /**
     * What the client's last message has to say of the channel, RFC 5802 §6; empty: what its first
     * one says does not fit.
     */
    private static Optional<String> expected(Gs2Header gs2, boolean plus, SaslOffer offer) {
        byte[] header = gs2.text().getBytes(StandardCharsets.UTF_8);
        return switch (gs2.binding()) {
            case NONE -> plus ? Optional.empty() : Optional.of(base64(header, new byte[0]));
            case NOT_OFFERED ->
                    plus || offer.mechanisms().contains(SaslMechanism.SCRAM_SHA_256_PLUS)
                            ? Optional.empty()
                            : Optional.of(base64(header, new byte[0]));
            case USED ->
                    plus
                            ? offer.bindings()
                                    .of(gs2.type())
                                    .map(octets -> base64(header, octets.toArray()))
                            : Optional.empty();
        };
    }

    private static String base64(byte[] header, byte[] binding) {
        ByteArrayOutputStream both = new ByteArrayOutputStream(header.length + binding.length);
        both.writeBytes(header);
        both.writeBytes(binding);
        return Base64.getEncoder().encodeToString(both.toByteArray());
    }

    /**
     * An exchange whose first message has come.
     *
     * @param bare the message without its header
     * @param nonce the client's part
     * @param binding what the last message has to say of the channel
     */
    private record Begun(String login, String bare, String nonce, String binding) {}

    private static SaslStep challenge(Begun begun, ScramChallenge begin) {
        String nonce = begun.nonce() + begin.nonce();
        String serverFirst =
                "r=" + nonce + ",s=" + begin.salt().base64() + ",i=" + begin.iterations();
        return new SaslStep.Challenge(
                Base64.getEncoder().encodeToString(serverFirst.getBytes(StandardCharsets.UTF_8)),
                line ->
                        SaslResponse.read(
                                line, message -> last(begun, nonce, serverFirst, message)));
    }

    private static SaslStep last(Begun begun, String nonce, String serverFirst, String message) {
        Matcher parts = FINAL.matcher(message);
        if (!parts.matches() || !parts.group(3).equals(nonce)) {
            return SaslResponse.malformed();
        }
        if (!parts.group(2).equals(begun.binding())) {
            return new SaslStep.Failed(SaslStep.Reason.CHANNEL_BINDING);
        }
        ScramOctets proof = ScramOctets.fromBase64(parts.group(4));
        return proof.length() != PROOF
                ? SaslResponse.malformed()
                : new SaslStep.Credentials(
                        new Credential.ScramProof(
                                begun.login(), begun.bare(), serverFirst, parts.group(1), proof));
    }
}
