package posthorn.ingress.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import posthorn.ingress.CheckedSettings;
import posthorn.ingress.session.Client;
import posthorn.ingress.session.Directory;
import posthorn.protocol.sasl.ScramChallenge;
import posthorn.protocol.signin.SignInAttempt;
import posthorn.protocol.smtp.AddressKey;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.ReversePath;
import posthorn.protocol.wire.AuthenticateAnswer;
import posthorn.protocol.wire.AuthenticateRequest;
import posthorn.protocol.wire.BeginScramRequest;
import posthorn.protocol.wire.DirectoryGrpc;
import posthorn.protocol.wire.MaySendAsAnswer;
import posthorn.protocol.wire.MaySendAsRequest;
import posthorn.protocol.wire.ResolveRequest;
import posthorn.protocol.wire.Resolved;
import posthorn.protocol.wire.SignInCodec;
import posthorn.runtime.api.MailboxApi;
import posthorn.runtime.metrics.CacheFigures;

/**
 * The directory of {@code mailbox-api}. That an address is local is remembered for some seconds.
 */
@Singleton
public final class GrpcDirectory implements Directory {
    private static final int MOST_REMEMBERED = 10_000;

    private final Function<String, Channel> pods;
    private final Duration timeout;
    private final boolean endsByNewPassword;
    private final Cache<String, Resolution.Local> known;
    private final Cache<String, Boolean> domains;

    @Inject
    GrpcDirectory(MailboxApi api, CheckedSettings settings, MeterRegistry meters) {
        this(
                api::any,
                settings.get().directoryTimeout(),
                settings.get().directoryCache(),
                settings.get().endSessionsOnNewPassword());
        CacheFigures.register(meters, "recipients", CacheFigures.of(known));
        CacheFigures.register(meters, "own_domains", CacheFigures.of(domains));
    }

    GrpcDirectory(
            Function<String, Channel> pods,
            Duration timeout,
            Duration remembered,
            boolean endsByNewPassword) {
        this.pods = pods;
        this.timeout = timeout;
        this.endsByNewPassword = endsByNewPassword;
        this.known = cache(remembered);
        this.domains = cache(remembered);
    }

    private static <K, V> Cache<K, V> cache(Duration remembered) {
        return Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfterWrite(remembered)
                .recordStats()
                .build();
    }

    @Override
    public Resolution resolve(ForwardPath path, ReversePath sender, Optional<Client.User> user)
            throws IOException {
        String key = path.encode();
        Resolution.Local remembered = known.getIfPresent(key);
        if (remembered != null) {
            return remembered;
        }
        ResolveRequest request =
                ResolveRequest.newBuilder()
                        .addAddresses(path.encode())
                        .setReversePath(sender.encode())
                        .setSenderAccount(user.map(Client.User::account).orElse(""))
                        .build();
        String domain = AddressKey.of(path).domain();
        Resolution found =
                ResolvedAddress.of(call(() -> stub(domain).resolve(request).getResolved(0)));
        if (found instanceof Resolution.Local local) {
            known.put(key, local);
        }
        return found;
    }

    /**
     * Every domain of ours has a postmaster, or says that there is none: only others are remote.
     * One whose mailboxes another host has is not ours here: its mail comes from there.
     */
    @Override
    public boolean isOurs(String domain) throws IOException {
        Boolean remembered = domains.getIfPresent(domain);
        if (remembered != null) {
            return remembered;
        }
        ResolveRequest request =
                ResolveRequest.newBuilder().addAddresses("postmaster@" + domain).build();
        Resolved answer = call(() -> stub(domain).resolve(request).getResolved(0));
        boolean ours =
                switch (ResolvedAddress.of(answer)) {
                    case Resolution.Remote r -> false;
                    case Resolution.Elsewhere e -> false;
                    default -> true;
                };
        domains.put(domain, ours);
        return ours;
    }

    @Override
    public AuthenticationResult signIn(SignInAttempt attempt) throws IOException {
        AuthenticateRequest request = SignInCodec.request(attempt);
        AuthenticateAnswer answer = call(() -> stub(attempt.login()).authenticate(request));
        return SignInCodec.isWelcome(answer)
                ? new AuthenticationResult.Granted(
                        new Client.User(
                                answer.getAccount(),
                                answer.getAddress(),
                                answer.getAccessGeneration()),
                        SignInCodec.serverSignature(answer),
                        answer.getTraceparent())
                : new AuthenticationResult.Refused(SignInCodec.refusal(answer));
    }

    @Override
    public ScramChallenge beginScram(String login) throws IOException {
        BeginScramRequest request = BeginScramRequest.newBuilder().setLogin(login).build();
        return SignInCodec.challenge(call(() -> stub(login).beginScram(request)));
    }

    @Override
    public SendRights maySendAs(Client.User user, List<String> addresses) throws IOException {
        MaySendAsRequest.Builder request =
                MaySendAsRequest.newBuilder().setAccount(user.account()).addAllAddresses(addresses);
        if (endsByNewPassword) {
            request.setAccessGeneration(user.accessGeneration());
        }
        MaySendAsAnswer answer = call(() -> stub(user.account()).maySendAs(request.build()));
        boolean all =
                answer.getAllowedCount() == addresses.size()
                        && answer.getAllowedList().stream().allMatch(allowed -> allowed);
        return new SendRights(answer.getActive(), all);
    }

    private DirectoryGrpc.DirectoryBlockingStub stub(String subject) {
        return DirectoryGrpc.newBlockingStub(pods.apply(subject))
                .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Once more when the pod was gone: the next attempt finds another one, where there is one. */
    static <A> A call(Supplier<A> call) throws IOException {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.UNAVAILABLE) {
                throw new IOException("mailbox-api: " + e.getStatus(), e);
            }
        }
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            throw new IOException("mailbox-api: " + e.getStatus(), e);
        }
    }
}
