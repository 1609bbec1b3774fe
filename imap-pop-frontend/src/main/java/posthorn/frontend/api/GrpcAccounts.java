package posthorn.frontend.api;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.frontend.settings.FrontendSettings;
import posthorn.frontend.settings.FrontendSettingsCheck;
import posthorn.frontend.store.Accounts;
import posthorn.frontend.store.AuthenticationResult;
import posthorn.frontend.store.AuthenticationResult.Reason;
import posthorn.frontend.store.OctetShares;
import posthorn.frontend.store.ReadAheadBudget;
import posthorn.frontend.store.StoreUnavailableException;
import posthorn.protocol.wire.AuthenticateAnswer;
import posthorn.protocol.wire.AuthenticateRequest;
import posthorn.protocol.wire.DirectoryGrpc;
import posthorn.protocol.wire.MessageIds;
import posthorn.runtime.api.MailboxApi;
import posthorn.runtime.log.LogText;
import posthorn.runtime.log.SignInLog;
import posthorn.runtime.metrics.HeldGauge;

/** The accounts behind {@code mailbox-api}. Any thread. */
@Singleton
public final class GrpcAccounts implements Accounts {

    private static final Logger LOG = Logger.getLogger(GrpcAccounts.class);

    /** A watched account and how many sessions hold it. */
    private record Held(WatchedAccount account, int sessions) {}

    private final RetriedCalls calls;
    private final SearchCalls searches;
    private final SessionLimits limits;
    private final MailboxCache kept;
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentMap<String, Held> held = new ConcurrentHashMap<>();
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger watchers = new AtomicInteger();

    @Inject
    GrpcAccounts(MailboxApi api, FrontendSettings settings, MeterRegistry metrics) {
        this(
                api::forAccount,
                api::streams,
                timeouts(checked(settings.store())),
                limits(settings.store()),
                settings.store().keptMessages());
        gauge(metrics, "sessions", sessions::get);
        gauge(metrics, "watchers", watchers::get);
        gauge(metrics, "searches", searches::underWay);
        gauge(metrics, "read_ahead_octets", limits.ahead()::held);
        gauge(metrics, "append_octets", limits.appends()::held);
    }

    private static void gauge(MeterRegistry metrics, String thing, Supplier<Number> held) {
        HeldGauge.register(metrics, "imap-pop-frontend", thing, held);
    }

    /**
     * Accounts behind these channels.
     *
     * @param channels of the pod that an account's calls go to now; asked before each attempt
     */
    public GrpcAccounts(Function<String, Channel> channels, FrontendSettings.Store settings) {
        this(
                channels,
                channels,
                timeouts(checked(settings)),
                limits(settings),
                settings.keptMessages());
    }

    private static FrontendSettings.Store checked(FrontendSettings.Store settings) {
        FrontendSettingsCheck.check(settings);
        return settings;
    }

    private static CallTimeouts timeouts(FrontendSettings.Store settings) {
        return new CallTimeouts(
                settings.callTimeout(),
                settings.retryTimeout(),
                settings.searchTimeout(),
                settings.signInTimeout(),
                settings.ownChangesTimeout());
    }

    private static SessionLimits limits(FrontendSettings.Store settings) {
        return new SessionLimits(
                settings.sessionsPerAccount(),
                settings.endSessionsOnNewPassword(),
                settings.keptAppend(),
                new OctetShares(settings.appendMemory(), settings.appendMemoryPerAccount()),
                new ReadAheadBudget(settings.readAhead()));
    }

    GrpcAccounts(
            Function<String, Channel> channels,
            Function<String, Channel> streams,
            CallTimeouts timeouts,
            SessionLimits limits,
            long mostKept) {
        this.calls = new RetriedCalls(channels, streams, timeouts);
        this.searches = new SearchCalls(calls);
        this.limits = limits;
        this.kept = new MailboxCache(mostKept);
    }

    @Override
    public AuthenticationResult signIn(
            String login, String password, String protocol, String clientAddress) {
        AuthenticateRequest request =
                AuthenticateRequest.newBuilder()
                        .setLogin(login)
                        .setPassword(password)
                        .setProtocol(protocol)
                        .setClientAddress(clientAddress)
                        .build();
        AuthenticateAnswer answer = authenticate(login, request);
        AuthenticationResult result =
                switch (answer.getRefusal()) {
                    case AUTHENTICATED -> session(answer);
                    case ACCOUNT_DISABLED -> refused(Reason.DISABLED);
                    case TRY_LATER -> refused(Reason.TRY_LATER);
                    case BAD_CREDENTIALS, UNRECOGNIZED -> refused(Reason.BAD_CREDENTIALS);
                };
        if (result instanceof AuthenticationResult.Refused(Reason reason)) {
            log(protocol, login, clientAddress, reason);
        }
        return result;
    }

    /** Who knows the password has not failed to sign in, though there may be no room. */
    private static void log(String protocol, String login, String clientAddress, Reason reason) {
        switch (reason) {
            case BAD_CREDENTIALS ->
                    SignInLog.failed(protocol, login, clientAddress, "bad-credentials");
            case DISABLED -> SignInLog.failed(protocol, login, clientAddress, "disabled");
            case TRY_LATER -> SignInLog.failed(protocol, login, clientAddress, "try-later");
            case TOO_MANY_SESSIONS ->
                    LOG.infof(
                            "%s has as many sessions as it may have: %s from %s is refused",
                            LogText.clean(login), protocol, clientAddress);
        }
    }

    private static AuthenticationResult refused(Reason reason) {
        return new AuthenticationResult.Refused(reason);
    }

    private AuthenticateAnswer authenticate(String login, AuthenticateRequest request) {
        try {
            return calls.untilAnswered(
                    login,
                    channel ->
                            DirectoryGrpc.newBlockingStub(channel)
                                    .withDeadlineAfter(
                                            calls.timeouts().signIn().toNanos(),
                                            TimeUnit.NANOSECONDS)
                                    .authenticate(request));
        } catch (StatusRuntimeException e) {
            throw new StoreUnavailableException("nobody can be asked who may sign in", e);
        }
    }

    /** A session, unless the account has as many as it may have. */
    private AuthenticationResult session(AuthenticateAnswer answer) {
        String account = answer.getAccount();
        boolean[] entered = new boolean[1];
        Held mine =
                held.compute(
                        account,
                        (id, before) -> {
                            entered[0] =
                                    before == null
                                            || before.sessions() < limits.sessionsPerAccount();
                            if (before == null) {
                                return new Held(watched(account), 1);
                            }
                            return entered[0]
                                    ? new Held(before.account(), before.sessions() + 1)
                                    : before;
                        });
        if (!entered[0]) {
            return refused(Reason.TOO_MANY_SESSIONS);
        }
        sessions.incrementAndGet();
        return new AuthenticationResult.Accepted(
                new GrpcAccountSession(
                        mine.account(),
                        account,
                        answer.getAddress(),
                        answer.getAccessGeneration(),
                        calls,
                        searches,
                        () -> MessageIds.random(random),
                        limits,
                        () -> leave(account)));
    }

    private WatchedAccount watched(String account) {
        return new WatchedAccount(
                account, calls, kept, new ClosedListeners(limits.endedByNewPassword()), watchers);
    }

    private void leave(String account) {
        sessions.decrementAndGet();
        held.computeIfPresent(account, this::oneLess);
    }

    private @Nullable Held oneLess(String account, Held before) {
        if (before.sessions() > 1) {
            return new Held(before.account(), before.sessions() - 1);
        }
        before.account().end();
        return null;
    }

    /** Sessions, watches and searches that are held here now, and octets held for them. */
    HeldThings heldThings() {
        return new HeldThings(
                sessions.get(),
                watchers.get(),
                searches.underWay(),
                limits.ahead().held(),
                limits.appends().held());
    }

    /** What is held; all zero when nothing is. */
    record HeldThings(
            int sessions, int watchers, int searches, long readAheadOctets, long appendOctets) {}

    /** Accounts that have a session here. */
    public int accounts() {
        return held.size();
    }
}
