package posthorn.ingress;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import posthorn.ingress.session.ReplyLines;
import posthorn.ingress.session.SmtpSessionSettings;
import posthorn.protocol.smtp.AddressLiteral;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.Hostname;

/** The settings of this service, checked: a bad one stops the start with its full key. */
@Singleton
public final class CheckedSettings {
    private static final String PREFIX = "posthorn.smtp-ingress.";
    private static final int INLINE_BODIES_IN_MEMORY = 4;
    private static final int LONGEST_HELP_URL = 200;
    private static final Pattern HELP_URL =
            Pattern.compile("(?=.{1," + LONGEST_HELP_URL + "}$)https?://[!-~&&[^?#<>\"]]+");

    private final IngressSettings settings;
    private final Hostname hostname;

    @Inject
    CheckedSettings(IngressSettings settings, Hostname hostname) {
        this.settings = settings;
        this.hostname = hostname;
        check(settings);
    }

    /** As they stand in the configuration. */
    public IngressSettings get() {
        return settings;
    }

    /** Those that a session has to know. */
    @Produces
    @Singleton
    SmtpSessionSettings session() {
        return new SmtpSessionSettings(
                hostname.name(),
                settings.maxSize(),
                settings.maxRecipients(),
                settings.maxTargets(),
                settings.maxTransactions(),
                settings.maxHops(),
                settings.maxBodyLine(),
                settings.maxCommandLine(),
                settings.maxBadCommands(),
                settings.maxSignInFailures(),
                settings.maxRefusedRecipients(),
                settings.refusedRecipientsAtOnce(),
                settings.refusedRecipientDelay(),
                settings.maxIdleCommands(),
                settings.signInDelay(),
                settings.inlineBody(),
                settings.submissionRepairsLineBreaks(),
                ownAddresses(settings),
                settings.signInTimeout(),
                settings.commandTimeout(),
                settings.dataTimeout(),
                settings.minDataRate(),
                new ReplyLines(helpUrl(settings)));
    }

    /**
     * Checks every value that has bounds.
     *
     * @throws BadSetting with the key of the first that is out of them
     */
    static void check(IngressSettings settings) {
        within("mx-port", settings.mxPort(), -1, 65_535);
        within("submission-port", settings.submissionPort(), -1, 65_535);
        within("submission-alternate-port", settings.submissionAlternatePort(), -1, 65_535);
        within("submissions-port", settings.submissionsPort(), -1, 65_535);
        within("max-connections", settings.maxConnections(), 1, 1_000_000);
        within("max-connections-per-client", settings.maxConnectionsPerClient(), 1, 1_000_000);
        within("max-size", settings.maxSize(), 65_536, Integer.MAX_VALUE);
        within("max-recipients", settings.maxRecipients(), 100, 2_000);
        within("max-targets", settings.maxTargets(), 100, 20_000);
        within("max-transactions", settings.maxTransactions(), 0, 999_999);
        within("max-hops", settings.maxHops(), 10, 1_000);
        within("max-body-line", settings.maxBodyLine(), 998, 1_048_576);
        within("max-command-line", settings.maxCommandLine(), 1_000, 65_536);
        within("max-bad-commands", settings.maxBadCommands(), 1, 10_000);
        within("max-sign-in-failures", settings.maxSignInFailures(), 1, 100);
        within("inline-body", settings.inlineBody(), 16_384, 1_048_576);
        long least = (long) INLINE_BODIES_IN_MEMORY * settings.inlineBody();
        within("body-memory", settings.bodyMemory(), least, Long.MAX_VALUE / 2);
        long two = 2L * settings.inlineBody();
        within("body-memory-per-client", settings.bodyMemoryPerClient(), two, Long.MAX_VALUE / 2);
        checkRefusedRecipients(settings);
        within("max-idle-commands", settings.maxIdleCommands(), 1, 100_000);
        within("min-data-rate", settings.minDataRate(), 0, 1_000_000);
        ownAddresses(settings);
        helpUrl(settings);
        checkTimes(settings);
        CheckedAuthentication.check(settings.authentication());
        TrustedPeers.check(settings);
        CheckedAccess.check(settings);
    }

    private static void checkRefusedRecipients(IngressSettings settings) {
        within("max-refused-recipients", settings.maxRefusedRecipients(), 1, 10_000);
        within("refused-recipients-at-once", settings.refusedRecipientsAtOnce(), 0, 10_000);
        within(
                "max-refused-recipients-per-client",
                settings.maxRefusedRecipientsPerClient(),
                0,
                1_000_000);
        within(
                "max-refused-recipients-per-network",
                settings.maxRefusedRecipientsPerNetwork(),
                0,
                1_000_000);
    }

    /** Without the slash at its end, so that a name can follow. */
    private static Optional<String> helpUrl(IngressSettings settings) {
        Optional<String> url = settings.helpUrl();
        if (url.filter(text -> !HELP_URL.matcher(text).matches()).isPresent()) {
            throw new BadSetting(
                    PREFIX + "help-url",
                    "'"
                            + url.get()
                            + "' is no address such as https://mail.example.org/help, of at most "
                            + LONGEST_HELP_URL
                            + " characters");
        }
        return url.map(text -> text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }

    private static Set<String> ownAddresses(IngressSettings settings) {
        Set<String> literals = new HashSet<>();
        for (String address : settings.ownAddresses().orElse(List.of())) {
            try {
                literals.add(AddressLiteral.of(InetAddress.ofLiteral(address)).folded());
            } catch (IllegalArgumentException e) {
                throw new BadSetting(
                        PREFIX + "own-addresses", "'" + address + "' is no IP address");
            }
        }
        return literals;
    }

    private static void checkTimes(IngressSettings settings) {
        Duration second = Duration.ofSeconds(1);
        Duration minute = Duration.ofMinutes(1);
        Duration hour = Duration.ofHours(1);
        within("sign-in-delay", settings.signInDelay(), Duration.ZERO, minute);
        within("command-timeout", settings.commandTimeout(), second, hour);
        within("data-timeout", settings.dataTimeout(), second, hour);
        within("log-timeout", settings.logTimeout(), second, minute.multipliedBy(5));
        within("directory-timeout", settings.directoryTimeout(), Duration.ofMillis(100), minute);
        within("directory-cache", settings.directoryCache(), Duration.ZERO, minute);
        within("body-timeout", settings.bodyTimeout(), second, minute.multipliedBy(5));
        within("refused-recipient-delay", settings.refusedRecipientDelay(), Duration.ZERO, minute);
        within(
                "refused-recipients-window",
                settings.refusedRecipientsWindow(),
                second,
                Duration.ofDays(1));
        within("access-check-interval", settings.accessCheckInterval(), second, hour);
        within("sign-in-timeout", settings.signInTimeout(), second, hour);
        within("handshake-timeout", settings.handshakeTimeout(), second, minute.multipliedBy(5));
        within("stall-timeout", settings.stallTimeout(), second, hour);
        within("linger", settings.linger(), Duration.ZERO, minute);
        within("stop.grace", settings.stop().grace(), Duration.ZERO, minute.multipliedBy(5));
    }

    private static void within(String key, long value, long least, long most) {
        BadSetting.unlessWithin(PREFIX + key, value, least, most);
    }

    private static void within(String key, Duration value, Duration least, Duration most) {
        BadSetting.unlessWithin(PREFIX + key, value, least, most);
    }
}
