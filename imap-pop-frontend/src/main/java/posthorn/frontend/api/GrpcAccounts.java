package posthorn.frontend.api;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import posthorn.frontend.settings.FrontendSettings;
import posthorn.frontend.store.Accounts;
import posthorn.frontend.store.AuthenticationResult;
import posthorn.frontend.store.ReadAheadBudget;
import posthorn.frontend.store.StoreUnavailableException;
import posthorn.protocol.wire.AuthenticateAnswer;
import posthorn.protocol.wire.AuthenticateRequest;
import posthorn.protocol.wire.DirectoryGrpc;
import posthorn.protocol.wire.MessageIds;
import posthorn.runtime.api.MailboxApi;
import posthorn.runtime.settings.BadSetting;

/** The accounts behind {@code mailbox-api}. Any thread. */
@Singleton
public final class GrpcAccounts implements Accounts {

    /** A watched account and how many sessions hold it. */
    private record Held(WatchedAccount account, int sessions) {}

    private final RetriedCalls calls;
    private final SessionLimits limits;
    private final MailboxCache kept;
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentMap<String, Held> held = new ConcurrentHashMap<>();

    @Inject
    GrpcAccounts(MailboxApi api, FrontendSettings settings) {
        this(api::forAccount, checked(settings.store()));
    }

    /**
     * Accounts behind these channels.
     *
     * @param channels of the pod that an account's calls go to now; asked before each attempt
     */
    public GrpcAccounts(Function<String, Channel> channels, FrontendSettings.Store settings) {
        this(
                channels,
                new CallTimeouts(
                        settings.callTimeout(),
                        settings.retryTimeout(),
                        settings.signInTimeout(),
                        settings.ownChangesTimeout()),
                new SessionLimits(settings.keptAppend(), new ReadAheadBudget(settings.readAhead())),
                settings.keptMessages());
    }

    private static FrontendSettings.Store checked(FrontendSettings.Store store) {
        String at = "posthorn.imap-pop-frontend.store.";
        long minutes = Duration.ofMinutes(5).toMillis();
        BadSetting.unlessWithin(
                at + "call-timeout (ms)", store.callTimeout().toMillis(), 100, minutes);
        BadSetting.unlessWithin(
                at + "retry-timeout (ms)", store.retryTimeout().toMillis(), 0, minutes);
        BadSetting.unlessWithin(
                at + "sign-in-timeout (ms)", store.signInTimeout().toMillis(), 1_000, 2 * minutes);
        BadSetting.unlessWithin(
                at + "own-changes-timeout (ms)",
                store.ownChangesTimeout().toMillis(),
                100,
                minutes);
        BadSetting.unlessWithin(at + "kept-append", store.keptAppend(), 0, 16_777_216);
        BadSetting.unlessWithin(at + "kept-messages", store.keptMessages(), 0, 100_000_000);
        BadSetting.unlessWithin(at + "read-ahead", store.readAhead(), 0, 1L << 40);
        return store;
    }

    GrpcAccounts(
            Function<String, Channel> channels,
            CallTimeouts timeouts,
            SessionLimits limits,
            long mostKept) {
        this.calls = new RetriedCalls(channels, timeouts);
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
        return switch (answer.getRefusal()) {
            case AUTHENTICATED ->
                    new AuthenticationResult.Accepted(
                            session(answer.getAccount(), answer.getAddress()));
            case ACCOUNT_DISABLED ->
                    new AuthenticationResult.Refused(AuthenticationResult.Reason.DISABLED);
            case TRY_LATER ->
                    new AuthenticationResult.Refused(AuthenticationResult.Reason.TRY_LATER);
            case BAD_CREDENTIALS, UNRECOGNIZED ->
                    new AuthenticationResult.Refused(AuthenticationResult.Reason.BAD_CREDENTIALS);
        };
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

    private GrpcAccountSession session(String account, String address) {
        Held mine =
                held.compute(
                        account,
                        (id, before) ->
                                before == null
                                        ? new Held(new WatchedAccount(account, calls, kept), 1)
                                        : new Held(before.account(), before.sessions() + 1));
        return new GrpcAccountSession(
                mine.account(),
                account,
                address,
                calls,
                () -> MessageIds.random(random),
                limits,
                () -> held.computeIfPresent(account, this::oneLess));
    }

    private @Nullable Held oneLess(String account, Held before) {
        if (before.sessions() > 1) {
            return new Held(before.account(), before.sessions() - 1);
        }
        before.account().end();
        return null;
    }

    /** Accounts that have a session here. */
    public int accounts() {
        return held.size();
    }
}
