package posthorn.mailbox.oauth;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether what a token claims is for us (RFC 7519 §4.1, RFC 9068 §4), and whose address it is.
 * Pure. Keycloak, Microsoft and Google name the same things differently: scopes stand in {@code
 * scope} or {@code scp}, as a text or as a list.
 *
 * @param issuer as it stands in {@code iss}
 * @param audiences one of which a token has to be for
 * @param scopes all of which a token has to have
 * @param addressClaims the first of these that a token has is the owner's address
 * @param skew by how much clocks may differ
 */
public record TokenRules(
        String issuer,
        Set<String> audiences,
        Set<String> scopes,
        List<String> addressClaims,
        Duration skew) {

    private static final String GOOGLE = "https://accounts.google.com";

    /** Keeps them from changing. */
    public TokenRules {
        audiences = Set.copyOf(audiences);
        scopes = Set.copyOf(scopes);
        addressClaims = List.copyOf(addressClaims);
    }

    /** What a token is good for whose signature is the issuer's. */
    TokenResult check(JWTClaimsSet claims, Instant now) {
        if (!isOfIssuer(claims.getIssuer())) {
            return new TokenResult.Refused("it is of another issuer");
        }
        if (claims.getAudience().stream().noneMatch(audiences::contains)) {
            return new TokenResult.Refused("it is for another audience");
        }
        if (claims.getExpirationTime() == null) {
            return new TokenResult.Refused("it does not say when it expires");
        }
        if (!now.minus(skew).isBefore(claims.getExpirationTime().toInstant())) {
            return new TokenResult.Expired();
        }
        if (claims.getNotBeforeTime() != null
                && now.plus(skew).isBefore(claims.getNotBeforeTime().toInstant())) {
            return new TokenResult.Refused("it is not valid yet");
        }
        Set<String> given = scopes(claims);
        return scopes.stream()
                .filter(wanted -> !given.contains(wanted))
                .sorted()
                .findFirst()
                .<TokenResult>map(wanted -> new TokenResult.Refused("it lacks the scope " + wanted))
                .orElseGet(() -> address(claims));
    }

    /** Google leaves the scheme out in some of its tokens, and says that both are right. */
    private boolean isOfIssuer(@Nullable String iss) {
        return issuer.equals(iss) || (issuer.equals(GOOGLE) && GOOGLE.equals("https://" + iss));
    }

    private static Set<String> scopes(JWTClaimsSet claims) {
        Set<String> given = new HashSet<>();
        for (String name : List.of("scope", "scp")) {
            texts(claims.getClaim(name))
                    .flatMap(text -> Arrays.stream(text.split(" ")))
                    .forEach(given::add);
        }
        return given;
    }

    private static Stream<String> texts(@Nullable Object claim) {
        return switch (claim) {
            case String text -> Stream.of(text);
            case List<?> list -> list.stream().map(String::valueOf);
            case null, default -> Stream.empty();
        };
    }

    /** An address that the issuer itself has not verified is nobody's. */
    private TokenResult address(JWTClaimsSet claims) {
        for (String name : addressClaims) {
            Optional<String> address =
                    texts(claims.getClaim(name)).filter(text -> !text.isBlank()).findFirst();
            if (address.isPresent()) {
                return name.equals("email") && isUnverified(claims.getClaim("email_verified"))
                        ? new TokenResult.Refused("its issuer has not verified the address")
                        : new TokenResult.Good(address.get());
            }
        }
        return new TokenResult.Refused("it has no claim " + String.join(" or ", addressClaims));
    }

    private static boolean isUnverified(@Nullable Object claim) {
        return claim != null && String.valueOf(claim).equals("false");
    }
}
