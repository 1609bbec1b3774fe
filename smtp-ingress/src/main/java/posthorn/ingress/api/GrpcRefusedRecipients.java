package posthorn.ingress.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.grpc.Channel;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import posthorn.ingress.CheckedAccess;
import posthorn.ingress.CheckedSettings;
import posthorn.ingress.session.Client;
import posthorn.ingress.session.RefusedRecipients;
import posthorn.protocol.wire.ClientEvent;
import posthorn.protocol.wire.CountEventsRequest;
import posthorn.protocol.wire.DirectoryGrpc;
import posthorn.protocol.wire.EventCount;
import posthorn.protocol.wire.EventTotal;
import posthorn.runtime.api.MailboxApi;
import posthorn.runtime.net.ClientNetwork;

/**
 * Refused recipients, counted by {@code mailbox-api} for all pods. Who has named too many is
 * remembered here until the window of time is over, so that nobody is asked about them any more.
 */
@Singleton
public final class GrpcRefusedRecipients implements RefusedRecipients {
    private static final int MOST_REMEMBERED = 100_000;

    private final Function<String, Channel> pods;
    private final Duration timeout;
    private final int most;
    private final int mostOfNetwork;
    private final UnaryOperator<String> networks;
    private final Duration window;
    private final Cache<String, Duration> usedUp;

    @Inject
    GrpcRefusedRecipients(MailboxApi api, CheckedSettings settings) {
        this(
                api::any,
                settings.get().directoryTimeout(),
                settings.get().maxRefusedRecipientsPerClient(),
                settings.get().maxRefusedRecipientsPerNetwork(),
                address -> CheckedAccess.network(settings.get().limits(), address),
                settings.get().refusedRecipientsWindow(),
                Ticker.systemTicker());
    }

    GrpcRefusedRecipients(
            Function<String, Channel> pods,
            Duration timeout,
            int most,
            int mostOfNetwork,
            UnaryOperator<String> networks,
            Duration window,
            Ticker ticker) {
        this.pods = pods;
        this.timeout = timeout;
        this.most = most;
        this.mostOfNetwork = mostOfNetwork;
        this.networks = networks;
        this.window = window;
        this.usedUp =
                Caffeine.newBuilder()
                        .maximumSize(MOST_REMEMBERED)
                        .expireAfter(Expiry.<String, Duration>writing((key, left) -> left))
                        .ticker(ticker)
                        .build();
    }

    private static String subject(Client client) {
        return client.user()
                .map(Client.User::account)
                .orElseGet(() -> ClientNetwork.of(client.address()));
    }

    @Override
    public boolean isUsedUp(Client client) {
        return usedUp.getIfPresent(subject(client)) != null
                || (countsNetwork(client)
                        && usedUp.getIfPresent(networks.apply(client.address())) != null);
    }

    /** Those of users are counted for their accounts alone. */
    private boolean countsNetwork(Client client) {
        return mostOfNetwork > 0 && client.user().isEmpty();
    }

    @Override
    public boolean count(Client client) throws IOException {
        if (most == 0) {
            return false;
        }
        String subject = subject(client);
        EventCount.Builder count = one();
        client.user()
                .ifPresentOrElse(
                        user -> count.setAccount(user.account()),
                        () -> count.setClientAddress(client.address()));
        CountEventsRequest.Builder counts = CountEventsRequest.newBuilder().addCounts(count);
        if (countsNetwork(client)) {
            counts.addCounts(one().setClientNetwork(networks.apply(client.address())));
        }
        CountEventsRequest request = counts.build();
        List<EventTotal> totals =
                GrpcDirectory.call(() ->
                        DirectoryGrpc.newBlockingStub(pods.apply(subject))
                                .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
                                .countEvents(request)
                                .getTotalsList());
        boolean tooMany = isTooMany(subject, totals.getFirst(), most);
        return totals.size() > 1
                ? isTooMany(networks.apply(client.address()), totals.get(1), mostOfNetwork)
                        || tooMany
                : tooMany;
    }

    private EventCount.Builder one() {
        return EventCount.newBuilder()
                .setEvent(ClientEvent.RECIPIENT_REFUSED)
                .setWindowSeconds(window.toSeconds())
                .setMore(1);
    }

    private boolean isTooMany(String subject, EventTotal total, int limit) {
        if (total.getCount() <= limit) {
            return false;
        }
        usedUp.put(subject, Duration.ofSeconds(total.getSecondsLeft()));
        return true;
    }
}
