package posthorn.mailbox.clientsettings;

import java.util.List;
import java.util.Optional;

/**
 * Who issues tokens that are taken in place of a password (RFC 7628), for mail programs that can
 * get one.
 *
 * @param issuer its URL, as in {@code https://login.example.org/realms/mail}
 * @param scopes what a token has to be for; none: that is not looked at
 * @param endpoints where a token is got (RFC 6749 §3); empty: mail programs have to know
 */
public record OAuthIssuer(String issuer, List<String> scopes, Optional<Endpoints> endpoints) {

    /** Keeps the list from changing. */
    public OAuthIssuer {
        scopes = List.copyOf(scopes);
    }

    /**
     * Where a token is got.
     *
     * @param authorization URL where a browser is sent
     * @param token URL where a code becomes a token
     */
    public record Endpoints(String authorization, String token) {}
}
