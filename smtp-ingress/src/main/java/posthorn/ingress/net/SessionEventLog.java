package posthorn.ingress.net;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import posthorn.ingress.session.AcceptedMessage;
import posthorn.ingress.session.Client;
import posthorn.ingress.session.RejectReason;
import posthorn.ingress.session.Role;
import posthorn.ingress.session.SessionEvent;

/**
 * One log line and one count for each event. What a stranger wrote is logged without control
 * characters and cut.
 */
@Singleton
public final class SessionEventLog {
    private static final Logger LOG = Logger.getLogger("posthorn.ingress");
    private static final int LONGEST = 256;

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
            case SessionEvent.SignedIn(Client.User user) ->
                    LOG.debugf("%s signs in from %s", user.address(), client.address());
            case SessionEvent.Refused refused -> {
                count(refused.reason());
                boolean minor = refused.reason().isClientError() || isOrdinary(refused.reason());
                LOG.logf(
                        minor ? Logger.Level.DEBUG : level,
                        "refused %s: %s, from=%s to=%s client=%s listener=%s user=%s",
                        refused.reason().word(),
                        refused.reply().summary(),
                        refused.sender().map(s -> "<" + clean(s) + ">").orElse("-"),
                        refused.subject().map(s -> "<" + clean(s) + ">").orElse("-"),
                        client.address(),
                        role.word(),
                        client.user().map(Client.User::address).orElse("-"));
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
                "accepted %s: from=<%s> to=<%s>%s size=%d client=%s listener=%s user=%s message-id=%s",
                message.id(),
                clean(message.sender().encode()),
                clean(message.recipients().getFirst().path().encode()),
                message.recipients().size() == 1
                        ? ""
                        : " and " + (message.recipients().size() - 1) + " more",
                message.size(),
                message.client().address(),
                message.role().word(),
                message.client().user().map(Client.User::address).orElse("-"),
                message.headerMessageId().map(SessionEventLog::clean).orElse("-"));
    }

    /** Ends of connections that concern no message. */
    private static boolean isOrdinary(RejectReason reason) {
        return reason == RejectReason.IDLE
                || reason == RejectReason.SHUTTING_DOWN
                || reason == RejectReason.MAIL_FIRST;
    }

    private static String clean(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return cut.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    }
}
