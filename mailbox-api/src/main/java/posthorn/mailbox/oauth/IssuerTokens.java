package posthorn.mailbox.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Tokens of one OpenID Connect issuer: JWTs (RFC 7519) that it has signed with a key of its own, by
 * RSA or on a NIST curve. A key that is not known makes its keys be read again, at most once in a
 * while; keys that were read are good for some time when the issuer is away. Safe for all threads.
 */
public final class IssuerTokens implements BearerTokens, AutoCloseable {

    /**
     * What is kept of the issuer.
     *
     * @param keys how long its keys are taken for good without being read again
     * @param away how long they are, on top of that, while it cannot be asked
     * @param between the least time between two reads that unknown keys cause
     * @param waiting tokens that may wait for a thread
     */
    public record Limits(Duration keys, Duration away, Duration between, int waiting) {}

    private static final Logger LOG = Logger.getLogger(IssuerTokens.class);
    private static final int THREADS = 4;
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.RS384,
                    JWSAlgorithm.RS512,
                    JWSAlgorithm.PS256,
                    JWSAlgorithm.PS384,
                    JWSAlgorithm.PS512,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.ES384,
                    JWSAlgorithm.ES512);

    private final TokenRules rules;
    private final InstantSource clock;
    private final DefaultJWTProcessor<SecurityContext> signatures;
    private final ThreadPoolExecutor threads;

    /**
     * @param configuration where the issuer's discovery document is
     * @param web reads it and the keys, within a time and a size
     */
    public IssuerTokens(
            TokenRules rules,
            URI configuration,
            ResourceRetriever web,
            Limits limits,
            InstantSource clock) {
        this.rules = rules;
        this.clock = clock;
        this.signatures =
                signatures(keys(new IssuerKeys(rules.issuer(), configuration, web), limits));
        this.threads =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        1,
                        TimeUnit.MINUTES,
                        new ArrayBlockingQueue<>(limits.waiting()),
                        Thread.ofPlatform().daemon().name("tokens-", 0).factory());
        this.threads.allowCoreThreadTimeOut(true);
    }

    private static JWKSource<SecurityContext> keys(IssuerKeys source, Limits limits) {
        return JWKSourceBuilder.create(source)
                .cache(limits.keys().toMillis(), JWKSourceBuilder.DEFAULT_CACHE_REFRESH_TIMEOUT)
                .refreshAheadCache(false)
                .rateLimited(limits.between().toMillis())
                .outageTolerant(limits.away().toMillis())
                .build();
    }

    private static DefaultJWTProcessor<SecurityContext> signatures(
            JWKSource<SecurityContext> keys) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(
                        JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        // What it claims is for TokenRules to say: each refusal has words of its own.
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        return processor;
    }

    @Override
    public Uni<TokenResult> check(String token) {
        return Uni.createFrom()
                .item(() -> verified(token))
                .runSubscriptionOn(threads)
                .onFailure(RejectedExecutionException.class)
                .recoverWithItem(new TokenResult.Unavailable());
    }

    private TokenResult verified(String token) {
        try {
            JWTClaimsSet claims = signatures.process(token, null);
            return rules.check(claims, clock.instant());
        } catch (KeySourceException e) {
            LOG.warnf("tokens cannot be checked now: %s", e.getMessage());
            return new TokenResult.Unavailable();
        } catch (ParseException e) {
            return new TokenResult.Forged("it is no JWT");
        } catch (BadJOSEException | JOSEException e) {
            return new TokenResult.Forged("no key of the issuer has signed it");
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
