package posthorn.ingress.net;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import posthorn.ingress.authentication.AuthenticationFacts;
import posthorn.ingress.authentication.AuthenticationVerdict;
import posthorn.ingress.authentication.Handling;
import posthorn.ingress.session.AcceptedMessage;
import posthorn.ingress.session.Client;
import posthorn.ingress.session.RejectReason;
import posthorn.ingress.session.Role;
import posthorn.ingress.session.ScanResult;
import posthorn.ingress.session.SessionEvent;
import posthorn.runtime.log.LogFields;
import posthorn.runtime.log.LogText;
import posthorn.runtime.log.LoggedAddress;
import posthorn.runtime.log.SignInLog;
import posthorn.runtime.metrics.EnumCounters;
import posthorn.runtime.metrics.ResultCounters;

/**
 * One log line and one count for each event. What a stranger wrote is logged without control
 * characters and cut.
 */
@Singleton
public final class SessionEventLog {
    private static final Logger LOG = Logger.getLogger("posthorn.ingress");

    private final AcceptedMeters acceptedMeters;
    private final EnumCounters<RejectReason> refusals;
    private final ResultCounters results;
    private final RefusedSenders refused;

    @Inject
    SessionEventLog(MeterRegistry metrics, RefusedSenders refused) {
        this.refused = refused;
        this.acceptedMeters = new AcceptedMeters(metrics);
        this.refusals =
                new EnumCounters<>(
                        metrics,
                        RejectReason.class,
                        () ->
                                Counter.builder("posthorn.mail.refused")
                                        .description(
                                                "Refused connections, commands and messages, by"
                                                        + " reason"),
                        "reason",
                        RejectReason::word);
        this.results =
                new ResultCounters(
                        metrics,
                        "posthorn.mail.authentication",
                        "What the checks of messages from other servers found",
                        "method",
                        "result");
    }

    /** Logs and counts; {@code quietly}: this connection has filled enough lines. */
    void record(SessionEvent event, Role role, Client client, boolean quietly) {
        Logger.Level level = quietly ? Logger.Level.DEBUG : Logger.Level.INFO;
        switch (event) {
            case SessionEvent.Accepted(AcceptedMessage message) ->
                    LogFields.with(LogFields.MESSAGE, message.id())
                            .and(
                                    LogFields.ACCOUNT,
                                    client.user().map(Client.User::account).orElse(""))
                            .run(() -> accepted(message));
            case SessionEvent.Authenticated(AuthenticationVerdict verdict) ->
                    authenticated(verdict, level);
            case SessionEvent.Scanned(AcceptedMessage message, ScanResult result) ->
                    LOG.logf(
                            level,
                            "scanned: from=<%s> client=%s %s",
                            LoggedAddress.of(message.sender().encode()),
                            message.client().address(),
                            LogText.clean(result.summary()));
            case SessionEvent.SignedIn(Client.User user, var _) ->
                    LOG.debugf(
                            "%s signs in from %s",
                            LoggedAddress.of(user.address()), client.address());
            case SessionEvent.Refused refused -> {
                count(refused.reason());
                logSignIn(refused, client);
                logClient(refused.reason(), client);
                boolean minor = refused.reason().isClientError() || isOrdinary(refused.reason());
                LOG.logf(
                        minor ? Logger.Level.DEBUG : level,
                        "refused %s: %s, from=%s to=%s client=%s listener=%s user=%s",
                        refused.reason().word(),
                        LoggedAddress.in(refused.reply().summary()),
                        refused.sender().map(s -> "<" + LoggedAddress.of(s) + ">").orElse("-"),
                        refused.subject().map(s -> "<" + LoggedAddress.of(s) + ">").orElse("-"),
                        client.address(),
                        role.word(),
                        client.user().map(Client.User::address).map(LoggedAddress::of).orElse("-"));
            }
        }
    }

    /** What is taken stands in the line of its acceptance; what is not stands here. */
    private void authenticated(AuthenticationVerdict verdict, Logger.Level level) {
        AuthenticationFacts facts = verdict.facts();
        count("spf", facts.mailFrom().result().word());
        if (facts.dkim().isEmpty()) {
            count("dkim", "none");
        }
        facts.dkim().forEach(signature -> count("dkim", AuthenticationFacts.word(signature)));
        facts.dmarc().forEach(outcome -> count("dmarc", outcome.result().word()));
        count("arc", facts.arc().word());
        count("iprev", facts.reverse().word());
        switch (verdict.handling()) {
            case Handling.Accept accept -> count("handling", "accept");
            case Handling.Junk junk -> count("handling", "junk");
            case Handling.Defer defer -> {
                count("handling", "defer");
                unproven(facts, level);
            }
            case Handling.Reject reject -> {
                count("handling", "reject");
                unproven(facts, level);
                refused.refused(verdict);
            }
        }
    }

    private static void unproven(AuthenticationFacts facts, Logger.Level level) {
        LOG.logf(
                level,
                "unproven: from=<%s> client=%s %s",
                LoggedAddress.of(facts.request().sender().encode()),
                facts.request().clientAddress(),
                LogText.clean(facts.summary()));
    }

    private void count(String method, String result) {
        results.increment(method, result);
    }

    private static void logSignIn(SessionEvent.Refused refused, Client client) {
        switch (refused.reason()) {
            case BAD_CREDENTIALS,
                    ACCOUNT_DISABLED,
                    SWITCHED_OFF,
                    APP_PASSWORD_NEEDED,
                    TOKEN_EXPIRED,
                    TOKEN_REFUSED,
                    CERTIFICATE_REFUSED,
                    AMBIGUOUS_LOGIN,
                    CHANNEL_BINDING,
                    SIGN_IN_LATER ->
                    SignInLog.failed(
                            "smtp",
                            refused.subject().orElse(""),
                            client.address(),
                            refused.reason().word());
            default -> {
                // Every other reason says nothing about a password.
            }
        }
    }

    /** What a client does that is after something that is not for it. */
    private static void logClient(RejectReason reason, Client client) {
        switch (reason) {
            case RELAY_DENIED,
                    TOO_MANY_ERRORS,
                    TOO_MANY_UNKNOWN,
                    CONNECTING_TOO_OFTEN,
                    BLOCK_LISTED ->
                    SignInLog.refused("smtp", client.address(), reason.word());
            default -> {
                // Every other reason may befall good clients.
            }
        }
    }

    /** Counts a connection that was refused before there was a session. */
    void count(RejectReason reason) {
        refusals.increment(reason);
    }

    private void accepted(AcceptedMessage message) {
        acceptedMeters.accepted(message);
        LOG.infof(
                "accepted %s: from=<%s> to=<%s>%s size=%d client=%s listener=%s user=%s"
                        + " message-id=%s%s",
                message.id(),
                LoggedAddress.of(message.sender().encode()),
                LoggedAddress.of(message.recipients().getFirst().path().encode()),
                message.recipients().size() == 1
                        ? ""
                        : " and " + (message.recipients().size() - 1) + " more",
                message.size(),
                message.client().address(),
                message.role().word(),
                message.client()
                        .user()
                        .map(Client.User::address)
                        .map(LoggedAddress::of)
                        .orElse("-"),
                message.headerMessageId().map(text -> LogText.clean(text)).orElse("-"),
                words(message));
    }

    private static String words(AcceptedMessage message) {
        String junk = message.junk().map(reason -> " junk: " + reason).orElse("");
        String words = message.findings() + junk;
        return words.isEmpty() ? "" : " " + LogText.clean(words);
    }

    /** Ends of connections that concern no message. */
    private static boolean isOrdinary(RejectReason reason) {
        return reason == RejectReason.TIMEOUT
                || reason == RejectReason.SHUTTING_DOWN
                || reason == RejectReason.MAIL_FIRST;
    }
}
