package posthorn.mailbox.oauth;

import io.smallrye.mutiny.Uni;

/** Tokens that people show. Safe for all threads; no call waits. */
@FunctionalInterface
public interface BearerTokens {

    /** No issuer is set. */
    BearerTokens NONE =
            token ->
                    Uni.createFrom()
                            .item(new TokenResult.Refused("no issuer of tokens is set here"));

    /** What a token is good for. */
    Uni<TokenResult> check(String token);
}
