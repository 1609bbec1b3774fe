package posthorn.ingress.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthorn.ingress.blocklist.BlockListVerdict;
import posthorn.ingress.blocklist.BlockLists;
import posthorn.ingress.greylist.Greylisting;
import posthorn.ingress.limits.DurationWords;
import posthorn.ingress.limits.Excess;
import posthorn.ingress.limits.RateLimit;
import posthorn.ingress.limits.RateLimits;
import posthorn.ingress.limits.Subject;
import posthorn.ingress.session.AcceptedMessage;
import posthorn.ingress.session.AccessPolicy;
import posthorn.ingress.session.Client;
import posthorn.ingress.session.Refusal;
import posthorn.ingress.session.RejectReason;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.ReversePath;

/** Limits, block lists and greylisting, as the settings say. Safe for all threads. */
public final class AccessChecks implements AccessPolicy {
    private static final int MOST_REMEMBERED = 10_000;

    /** So long the lists are not asked again about a client, also where they gave no answer. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final AccessLimits limits;
    private final RateLimits rates;
    private final BlockLists lists;
    private final Greylisting greylisting;
    private final Cache<String, BlockListVerdict> verdicts =
            Caffeine.newBuilder()
                    .maximumSize(MOST_REMEMBERED)
                    .expireAfterWrite(REMEMBERED)
                    .executor(Runnable::run)
                    .build();

    /**
     * Checks of which nothing is used yet.
     *
     * @param rates where is counted
     * @param lists none of them: nobody is looked up
     * @param greylisting off: nobody is asked to come again
     */
    public AccessChecks(
            AccessLimits limits, RateLimits rates, BlockLists lists, Greylisting greylisting) {
        this.limits = limits;
        this.rates = rates;
        this.lists = lists;
        this.greylisting = greylisting;
    }

    @Override
    public Optional<Refusal> connected(Client client) {
        return ofClient(
                client,
                RejectReason.CONNECTING_TOO_OFTEN,
                limits.clientConnections(),
                limits.networkConnections());
    }

    @Override
    public Optional<Refusal> mail(Client client) {
        return client.user()
                .map(user -> ofAccount(user, RejectReason.TOO_MANY_SENT, limits.accountMessages()))
                .orElseGet(() ->
                        ofClient(
                                client,
                                RejectReason.SENDING_TOO_OFTEN,
                                limits.clientMessages(),
                                limits.networkMessages()));
    }

    @Override
    public Optional<Refusal> recipient(Client client, Optional<String> account) {
        if (client.user().isPresent()) {
            return ofAccount(
                    client.user().get(),
                    RejectReason.TOO_MANY_ADDRESSED,
                    limits.accountRecipients());
        }
        if (account.isEmpty() || limits.networks().exempts(client.address())) {
            return Optional.empty();
        }
        return rates.count(limits.recipientMessages(), new Subject.Account(account.get()))
                .map(excess ->
                        Refusal.of(RejectReason.MAILBOX_TOO_BUSY, DurationWords.of(excess.left())));
    }

    private Optional<Refusal> ofClient(
            Client client, RejectReason reason, RateLimit ofClient, RateLimit ofNetwork) {
        if ((ofClient.most() == 0 && ofNetwork.most() == 0)
                || limits.networks().exempts(client.address())) {
            return Optional.empty();
        }
        Subject.Client one = Subject.client(client.address());
        Subject.Network all = limits.networks().of(client.address());
        return rates.count(ofClient, one)
                .map(excess -> tooOften(reason, one.address(), excess))
                .or(() ->
                        rates.count(ofNetwork, all)
                                .map(excess -> tooOften(reason, all.prefix(), excess)));
    }

    private static Refusal tooOften(RejectReason reason, String who, Excess excess) {
        return Refusal.of(
                reason,
                who,
                Long.toString(excess.limit().most()),
                DurationWords.of(excess.limit().window()),
                DurationWords.of(excess.left()));
    }

    private Optional<Refusal> ofAccount(
            Client.User user, RejectReason reason, List<RateLimit> each) {
        Subject.Account account = new Subject.Account(user.account());
        for (RateLimit limit : each) {
            Optional<Excess> excess = rates.count(limit, account);
            if (excess.isPresent()) {
                return excess.map(used ->
                        Refusal.of(
                                reason,
                                Long.toString(limit.most()),
                                DurationWords.of(limit.window()),
                                DurationWords.of(used.left())));
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean looksUp(Client client) {
        return client.user().isEmpty()
                && (!lists.isEmpty() || greylisting.isOn())
                && !limits.networks().exempts(client.address());
    }

    @Override
    public Optional<Refusal> admit(Client client, ReversePath sender, ForwardPath recipient)
            throws InterruptedException {
        BlockListVerdict verdict = verdict(client.address());
        if (verdict.isListed()) {
            return Optional.of(
                    Refusal.of(
                            RejectReason.BLOCK_LISTED,
                            client.address(),
                            String.join(", ", verdict.listedBy()),
                            verdict.explanation()));
        }
        if (verdict.isKnownGood()) {
            return Optional.empty();
        }
        return greylisting
                .left(limits.networks().of(client.address()).prefix(), sender, recipient)
                .map(left -> Refusal.of(RejectReason.GREYLISTED, DurationWords.of(left)));
    }

    private BlockListVerdict verdict(String address) throws InterruptedException {
        if (lists.isEmpty()) {
            return BlockListVerdict.NOTHING;
        }
        @Nullable BlockListVerdict remembered = verdicts.getIfPresent(address);
        if (remembered != null) {
            return remembered;
        }
        BlockListVerdict verdict = lists.lookUp(InetAddress.ofLiteral(address));
        verdicts.put(address, verdict);
        return verdict;
    }

    @Override
    public void accepted(AcceptedMessage message) {
        Client client = message.client();
        if (looksUp(client)) {
            message.verdict()
                    .ifPresent(found ->
                            greylisting.accepted(
                                    limits.networks().of(client.address()).prefix(),
                                    message.sender(),
                                    found.facts()));
        }
    }
}
