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
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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
    private final Duration window;
    private final Cache<String, Duration> usedUp;

    @Inject
    GrpcRefusedRecipients(MailboxApi api, CheckedSettings settings) {
        this(
                api::any,
                settings.get().directoryTimeout(),
                settings.get().maxRefusedRecipientsPerClient(),
                settings.get().refusedRecipientsWindow(),
                Ticker.systemTicker());
    }

    GrpcRefusedRecipients(
            Function<String, Channel> pods,
            Duration timeout,
            int most,
            Duration window,
            Ticker ticker) {
        this.pods = pods;
        this.timeout = timeout;
        this.most = most;
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
        return usedUp.getIfPresent(subject(client)) != null;
    }

    @Override
    public boolean count(Client client) throws IOException {
        if (most == 0) {
            return false;
        }
        String subject = subject(client);
        EventCount.Builder count =
                EventCount.newBuilder()
                        .setEvent(ClientEvent.RECIPIENT_REFUSED)
                        .setWindowSeconds(window.toSeconds())
                        .setMore(1);
        client.user()
                .ifPresentOrElse(
                        user -> count.setAccount(user.account()),
                        () -> count.setClientAddress(client.address()));
        CountEventsRequest request = CountEventsRequest.newBuilder().addCounts(count).build();
        EventTotal total =
                GrpcDirectory.call(() ->
                        DirectoryGrpc.newBlockingStub(pods.apply(subject))
                                .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
                                .countEvents(request)
                                .getTotals(0));
        if (total.getCount() <= most) {
            return false;
        }
        usedUp.put(subject, Duration.ofSeconds(total.getSecondsLeft()));
        return true;
    }
}
