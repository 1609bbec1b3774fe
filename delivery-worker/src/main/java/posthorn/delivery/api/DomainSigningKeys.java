package posthorn.delivery.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.signing.SigningKeys;
import posthorn.protocol.dkim.KeyName;
import posthorn.protocol.dkim.SigningAlgorithm;
import posthorn.protocol.dkim.SigningKey;
import posthorn.protocol.dkim.VerificationKey;
import posthorn.protocol.smtp.DomainName;
import posthorn.protocol.wire.DirectoryGrpc;
import posthorn.protocol.wire.SigningKeyPair;
import posthorn.protocol.wire.SigningKeysAnswer;
import posthorn.protocol.wire.SigningKeysRequest;
import posthorn.runtime.metrics.CacheFigures;

/**
 * Keys of our domains, asked of {@code mailbox-api} and kept in memory for a while. When it does
 * not answer, what was known last is used for a while longer.
 */
public final class DomainSigningKeys implements SigningKeys {

    private final MailboxChannels channels;
    private final Duration deadline;
    private final Limits limits;
    private final Ticker ticker;
    private final Cache<String, Known> known;

    /**
     * What is kept.
     *
     * @param domains how many; those that nobody used for longest go first
     * @param fresh how long keys are used without asking again
     * @param longest how long they are used when nobody answers
     */
    public record Limits(int domains, Duration fresh, Duration longest) {}

    /** Keys and when they were asked for, by the ticker. */
    private record Known(List<SigningKey> keys, long at) {}

    /** Over {@code channels}, each call with a deadline. */
    public DomainSigningKeys(
            MailboxChannels channels, Duration deadline, Limits limits, Ticker ticker) {
        this.channels = channels;
        this.deadline = deadline;
        this.limits = limits;
        this.ticker = ticker;
        this.known =
                Caffeine.newBuilder()
                        .maximumSize(limits.domains())
                        .expireAfterWrite(limits.longest())
                        .ticker(ticker)
                        .recordStats()
                        .build();
    }

    /** How well what it keeps serves. */
    public CacheFigures figures() {
        return CacheFigures.of(known);
    }

    @Override
    public List<SigningKey> of(String domain) {
        @Nullable Known last = known.getIfPresent(domain);
        if (last != null && ticker.read() - last.at < limits.fresh().toNanos()) {
            return last.keys;
        }
        try {
            List<SigningKey> keys = keys(ask(domain));
            known.put(domain, new Known(keys, ticker.read()));
            return keys;
        } catch (StatusRuntimeException | IllegalStateException e) {
            if (e instanceof StatusRuntimeException status
                    && status.getStatus().getCode() == Status.Code.FAILED_PRECONDITION) {
                throw new Unusable(
                        "the keys of " + domain + " are kept under another master key", e);
            }
            if (last != null) {
                return last.keys;
            }
            throw new AnswerLost(CallFailure.words(e), e);
        } catch (GeneralSecurityException e) {
            throw new Unusable("the keys of " + domain + " cannot be read", e);
        }
    }

    private SigningKeysAnswer ask(String domain) {
        Channel channel = channels.any(domain);
        return DirectoryGrpc.newBlockingStub(channel)
                .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .signingKeys(SigningKeysRequest.newBuilder().setDomain(domain).build());
    }

    private static List<SigningKey> keys(SigningKeysAnswer answer) throws GeneralSecurityException {
        List<SigningKey> keys = new ArrayList<>();
        for (SigningKeyPair pair : answer.getKeysList()) {
            SigningAlgorithm algorithm =
                    SigningAlgorithm.named(pair.getAlgorithm())
                            .orElseThrow(() ->
                                    new GeneralSecurityException("an algorithm that is unknown"));
            keys.add(
                    SigningKey.of(
                            new KeyName(
                                    new DomainName(pair.getSelector()),
                                    new DomainName(answer.getDomain())),
                            pair.getSecret().toByteArray(),
                            VerificationKey.of(algorithm, pair.getPublished().toByteArray())));
        }
        return List.copyOf(keys);
    }
}
