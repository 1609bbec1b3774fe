package posthorn.frontend.api;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.frontend.settings.FrontendSettings;
import posthorn.frontend.settings.FrontendSettingsCheck;
import posthorn.frontend.store.Accounts;
import posthorn.frontend.store.AuthenticationResult;
import posthorn.frontend.store.OctetShares;
import posthorn.frontend.store.ReadAheadBudget;
import posthorn.frontend.store.StoreUnavailableException;
import posthorn.protocol.sasl.ScramChallenge;
import posthorn.protocol.signin.SignInAttempt;
import posthorn.protocol.signin.SignInRefusal;
import posthorn.protocol.wire.AuthenticateAnswer;
import posthorn.protocol.wire.AuthenticateRequest;
import posthorn.protocol.wire.BeginScramRequest;
import posthorn.protocol.wire.DirectoryGrpc;
import posthorn.protocol.wire.Entry;
import posthorn.protocol.wire.MessageIds;
import posthorn.protocol.wire.SignInCodec;
import posthorn.runtime.api.MailboxApi;
import posthorn.runtime.log.LoggedAddress;
import posthorn.runtime.log.SignInLog;
import posthorn.runtime.metrics.CacheFigures;
import posthorn.runtime.metrics.HeldGauge;
import posthorn.runtime.tracing.Tracing;
import posthorn.runtime.tracing.Tracings;

/** The accounts behind {@code mailbox-api}. Any thread. */
@Singleton
public final class GrpcAccounts implements Accounts {

    private static final Logger LOG = Logger.getLogger(GrpcAccounts.class);

    private static final String SERVICE = "imap-pop-frontend";

    /** A watched account and how many sessions hold it. */
    private record Held(WatchedAccount account, int sessions) {}

    private final RetriedCalls calls;
    private final SearchCalls searches;
    private final SessionLimits limits;
    private final MailboxCache kept;
    private final Tracing tracing;
    private final Consumer<Entry> told;
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentMap<String, Held> held = new ConcurrentHashMap<>();
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger watchers = new AtomicInteger();

    @Inject
    GrpcAccounts(
            MailboxApi api, FrontendSettings settings, Tracings tracings, MeterRegistry metrics) {
        this(
                api::forAccount,
                api::streams,
                timeouts(checked(settings.store())),
                limits(settings.store()),
                settings.store().keptMessages(),
                tracings.of(SERVICE),
                new VisibleStage(metrics, InstantSource.system())::told);
        CacheFigures.register(metrics, "mailboxes", kept.counts());
        gauge(metrics, "sessions", sessions::get);
        gauge(metrics, "watchers", watchers::get);
        gauge(metrics, "searches", searches::underWay);
        FrontendSettings.Store bounds = settings.store();
        gauge(metrics, "read_ahead_octets", limits.ahead()::held, bounds.readAhead());
        gauge(metrics, "append_octets", limits.appends()::held, bounds.appendMemory());
    }

    private static void gauge(MeterRegistry metrics, String thing, Supplier<Number> held) {
        HeldGauge.register(metrics, SERVICE, thing, held);
    }

    private static void gauge(
            MeterRegistry metrics, String thing, Supplier<Number> held, long limit) {
        HeldGauge.register(metrics, SERVICE, thing, held, limit);
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
                settings.keptMessages(),
                Tracing.OFF,
                entry -> {});
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
        this(channels, streams, timeouts, limits, mostKept, Tracing.OFF, entry -> {});
    }

    private GrpcAccounts(
            Function<String, Channel> channels,
            Function<String, Channel> streams,
            CallTimeouts timeouts,
            SessionLimits limits,
            long mostKept,
            Tracing tracing,
            Consumer<Entry> told) {
        this.calls = new RetriedCalls(channels, streams, timeouts);
        this.searches = new SearchCalls(calls);
        this.limits = limits;
        this.kept = new MailboxCache(mostKept);
        this.tracing = tracing;
        this.told = told;
    }

    @Override
    public AuthenticationResult signIn(SignInAttempt attempt) {
        AuthenticateRequest request = SignInCodec.request(attempt);
        AuthenticateAnswer answer = ask(attempt.login(), stub -> stub.authenticate(request));
        if (SignInCodec.isWelcome(answer)) {
            return session(attempt, answer);
        }
        SignInRefusal why = SignInCodec.refusal(answer);
        SignInLog.failed(
                attempt.protocol().word(),
                attempt.login(),
                attempt.client().address(),
                why.logWord());
        return new AuthenticationResult.Refused(why);
    }

    @Override
    public ScramChallenge beginScram(String login) {
        BeginScramRequest request = BeginScramRequest.newBuilder().setLogin(login).build();
        return SignInCodec.challenge(ask(login, stub -> stub.beginScram(request)));
    }

    private <A> A ask(String login, Function<DirectoryGrpc.DirectoryBlockingStub, A> call) {
        try {
            return calls.untilAnswered(
                    login,
                    channel ->
                            call.apply(
                                    DirectoryGrpc.newBlockingStub(channel)
                                            .withDeadlineAfter(
                                                    calls.timeouts().signIn().toNanos(),
                                                    TimeUnit.NANOSECONDS)));
        } catch (StatusRuntimeException e) {
            throw new StoreUnavailableException("nobody can be asked who may sign in", e);
        }
    }

    /** A session, unless the account has as many as it may have. */
    private AuthenticationResult session(SignInAttempt attempt, AuthenticateAnswer answer) {
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
            LOG.infof(
                    "%s has as many sessions as it may have: %s from %s is refused",
                    LoggedAddress.of(answer.getAddress()),
                    attempt.protocol().word(),
                    attempt.client().address());
            return new AuthenticationResult.TooManySessions();
        }
        sessions.incrementAndGet();
        return new AuthenticationResult.Accepted(
                new GrpcAccountSession(
                        mine.account(),
                        answer,
                        calls,
                        searches,
                        () -> MessageIds.random(random),
                        limits,
                        () -> leave(account),
                        new ReadingSpans(tracing, attempt.protocol().word())),
                SignInCodec.serverSignature(answer));
    }

    private WatchedAccount watched(String account) {
        return new WatchedAccount(
                account,
                calls,
                kept,
                new ClosedListeners(limits.endedByNewPassword()),
                new EntryStream.Shared(watchers, tracing, told));
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
