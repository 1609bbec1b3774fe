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
import posthorn.ingress.session.SessionEvent;
import posthorn.runtime.log.LogText;
import posthorn.runtime.log.SignInLog;

/**
 * One log line and one count for each event. What a stranger wrote is logged without control
 * characters and cut.
 */
@Singleton
public final class SessionEventLog {
    private static final Logger LOG = Logger.getLogger("posthorn.ingress");

    private final MeterRegistry metrics;

    @Inject
    SessionEventLog(MeterRegistry metrics) {
        this.metrics = metrics;
        Counter.builder("posthorn.mail.accepted")
                .description("Messages that were answered with 250 after DATA")
                .register(metrics);
        for (RejectReason reason : RejectReason.values()) {
            Counter.builder("posthorn.mail.refused")
                    .description("Refused connections, commands and messages, by reason")
                    .tag("reason", reason.word())
                    .register(metrics);
        }
    }

    /** Logs and counts; {@code quietly}: this connection has filled enough lines. */
    void record(SessionEvent event, Role role, Client client, boolean quietly) {
        Logger.Level level = quietly ? Logger.Level.DEBUG : Logger.Level.INFO;
        switch (event) {
            case SessionEvent.Accepted(AcceptedMessage message) -> accepted(message);
            case SessionEvent.Authenticated(AuthenticationVerdict verdict) ->
                    authenticated(verdict, level);
            case SessionEvent.SignedIn(Client.User user) ->
                    LOG.debugf(
                            "%s signs in from %s", LogText.clean(user.address()), client.address());
            case SessionEvent.Refused refused -> {
                count(refused.reason());
                logSignIn(refused, client);
                boolean minor = refused.reason().isClientError() || isOrdinary(refused.reason());
                LOG.logf(
                        minor ? Logger.Level.DEBUG : level,
                        "refused %s: %s, from=%s to=%s client=%s listener=%s user=%s",
                        refused.reason().word(),
                        LogText.clean(refused.reply().summary()),
                        refused.sender().map(s -> "<" + LogText.clean(s) + ">").orElse("-"),
                        refused.subject().map(s -> "<" + LogText.clean(s) + ">").orElse("-"),
                        client.address(),
                        role.word(),
                        client.user()
                                .map(Client.User::address)
                                .map(text -> LogText.clean(text))
                                .orElse("-"));
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
            }
        }
    }

    private static void unproven(AuthenticationFacts facts, Logger.Level level) {
        LOG.logf(
                level,
                "unproven: from=<%s> client=%s %s",
                LogText.clean(facts.request().sender().encode()),
                facts.request().clientAddress(),
                LogText.clean(facts.summary()));
    }

    private void count(String method, String result) {
        metrics.counter("posthorn.mail.authentication", "method", method, "result", result)
                .increment();
    }

    private static void logSignIn(SessionEvent.Refused refused, Client client) {
        switch (refused.reason()) {
            case BAD_CREDENTIALS, ACCOUNT_DISABLED, SIGN_IN_LATER ->
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

    /** Counts a connection that was refused before there was a session. */
    void count(RejectReason reason) {
        metrics.counter("posthorn.mail.refused", "reason", reason.word()).increment();
    }

    private void accepted(AcceptedMessage message) {
        metrics.counter("posthorn.mail.accepted").increment();
        LOG.infof(
                "accepted %s: from=<%s> to=<%s>%s size=%d client=%s listener=%s user=%s message-id=%s%s",
                message.id(),
                LogText.clean(message.sender().encode()),
                LogText.clean(message.recipients().getFirst().path().encode()),
                message.recipients().size() == 1
                        ? ""
                        : " and " + (message.recipients().size() - 1) + " more",
                message.size(),
                message.client().address(),
                message.role().word(),
                message.client()
                        .user()
                        .map(Client.User::address)
                        .map(text -> LogText.clean(text))
                        .orElse("-"),
                message.headerMessageId().map(text -> LogText.clean(text)).orElse("-"),
                message.verdict().map(SessionEventLog::words).orElse(""));
    }

    private static String words(AuthenticationVerdict verdict) {
        String junk =
                verdict.handling() instanceof Handling.Junk(String reason)
                        ? " junk: " + reason
                        : "";
        return " " + LogText.clean(verdict.facts().summary() + junk);
    }

    /** Ends of connections that concern no message. */
    private static boolean isOrdinary(RejectReason reason) {
        return reason == RejectReason.TIMEOUT
                || reason == RejectReason.SHUTTING_DOWN
                || reason == RejectReason.MAIL_FIRST;
    }
}
