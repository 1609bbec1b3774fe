package posthorn.mailbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import posthorn.mailbox.registry.Authenticator;
import posthorn.mailbox.registry.Authenticator.Verdict;
import posthorn.protocol.signin.SignInAttempt;

/** Counts who has tried to come in, by whatever door, as {@code posthorn.signins}. */
final class SignInMeters implements Authenticator.Observer {

    /** Names of mechanisms and commands; what a client calls it otherwise is never a tag. */
    private static final Set<String> METHODS =
            Set.of(
                    "PLAIN",
                    "LOGIN",
                    "USER",
                    "SCRAM-SHA-256",
                    "SCRAM-SHA-256-PLUS",
                    "OAUTHBEARER",
                    "XOAUTH2",
                    "EXTERNAL",
                    "PASSWORD");

    private record Kind(String protocol, String mechanism, String outcome) {}

    private final MeterRegistry meters;
    private final Map<Kind, Counter> counters = new ConcurrentHashMap<>();

    SignInMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void ended(SignInAttempt attempt, Verdict verdict) {
        String method = attempt.method().toUpperCase(Locale.ROOT);
        Kind kind =
                new Kind(
                        attempt.protocol().word(),
                        METHODS.contains(method) ? method.toLowerCase(Locale.ROOT) : "other",
                        switch (verdict) {
                            case Verdict.Welcome _ -> "success";
                            case Verdict.Refused(var why) -> why.logWord();
                        });
        counters.computeIfAbsent(kind, this::counter).increment();
    }

    private Counter counter(Kind kind) {
        return Counter.builder("posthorn.signins")
                .description("Attempts to sign in")
                .tag("protocol", kind.protocol())
                .tag("mechanism", kind.mechanism())
                .tag("outcome", kind.outcome())
                .register(meters);
    }
}
