package posthorn.protocol.sasl;

import java.util.Locale;
import java.util.Optional;

/**
 * OAUTHBEARER, RFC 7628 §3.1, and XOAUTH2, which Google and Microsoft had before it.
 *
 * <pre>
 * oauthbearer = gs2-header %x01 *(key "=" value %x01) %x01     ; key "auth": "Bearer " token
 * gs2-header  = "n," ["a=" saslname] ","
 * xoauth2     = "user=" name %x01 "auth=Bearer " token %x01 %x01
 * </pre>
 */
final class SaslBearer {
    private static final char SEPARATOR = '\u0001';
    private static final String SCHEME = "bearer ";

    private SaslBearer() {}

    static SaslStep oauthbearer(String line) {
        return SaslResponse.read(
                line,
                message -> {
                    int end = message.indexOf(SEPARATOR);
                    Optional<Gs2Header> header =
                            end < 0 ? Optional.empty() : Gs2Header.parse(message.substring(0, end));
                    return header.map(gs2 ->
                                    gs2.binding() == Gs2Header.Binding.USED
                                            ? SaslResponse.malformed()
                                            : token(gs2.identity(), message.substring(end + 1)))
                            .orElseGet(SaslResponse::malformed);
                });
    }

    static SaslStep xoauth2(String line) {
        return SaslResponse.read(
                line,
                message -> {
                    int end = message.indexOf(SEPARATOR);
                    return end < 0 || !message.startsWith("user=")
                            ? SaslResponse.malformed()
                            : token(
                                    message.substring("user=".length(), end),
                                    message.substring(end + 1));
                });
    }

    /** The pairs end with an empty one. */
    private static SaslStep token(String login, String pairs) {
        if (pairs.length() < 2
                || pairs.charAt(pairs.length() - 1) != SEPARATOR
                || pairs.charAt(pairs.length() - 2) != SEPARATOR) {
            return SaslResponse.malformed();
        }
        for (String pair : pairs.split(String.valueOf(SEPARATOR))) {
            if (pair.startsWith("auth=")) {
                String value = pair.substring("auth=".length());
                return value.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                        ? shown(login, value.substring(SCHEME.length()).strip())
                        : SaslResponse.malformed();
            }
        }
        return SaslResponse.malformed();
    }

    private static SaslStep shown(String login, String token) {
        return token.isEmpty()
                ? SaslResponse.malformed()
                : SaslResponse.login(
                        login,
                        () -> new SaslStep.Credentials(new Credential.BearerToken(login, token)));
    }
}
