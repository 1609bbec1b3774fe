package posthorn.ingress.session;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.mime.HeaderScan;
import posthorn.protocol.smtp.Reply;

/**
 * What happens to a message between DATA and the reply behind its dot.
 *
 * <ol>
 *   <li>A small one waits in memory for its dot; a larger one is opened as a transit body as soon
 *       as memory is full, and memory is emptied into it again and again.
 *   <li>Once, when its header is all there: the hops are counted, the From of a signed-in user is
 *       checked, and what is to be prepended is decided.
 *   <li>Behind the dot it goes on the log, and only the log's answer makes the 250.
 * </ol>
 */
final class MessageDialogue {
    private final SmtpSessionSettings settings;
    private final Role role;
    private final SessionResources resources;
    private final PendingActions out;

    MessageDialogue(
            SmtpSessionSettings settings,
            Role role,
            SessionResources resources,
            PendingActions out) {
        this.settings = settings;
        this.role = role;
        this.resources = resources;
        this.out = out;
    }

    /** Memory is full: it goes into the transit body, which is opened first where there is none. */
    void makeRoom(Client client, DataReceiver receiver) {
        if (receiver.transit() == null) {
            checkHeader(client, receiver, false, () -> open(receiver));
        } else {
            store(receiver, () -> {});
        }
    }

    /**
     * The dot came.
     *
     * @param finished runs when the reply is said
     */
    void end(Client client, DataReceiver receiver, Runnable finished) {
        if (receiver.refused() != null) {
            finish(receiver, finished);
        } else if (receiver.transit() == null) {
            checkHeader(client, receiver, true, () -> acceptInline(client, receiver, finished));
        } else {
            store(receiver, () -> finishBody(client, receiver, finished));
        }
    }

    /** Says what the message was refused for. */
    private void finish(DataReceiver receiver, Runnable finished) {
        DataReceiver.Refused no = receiver.refused();
        if (no != null) {
            Optional<String> sender = Optional.of(receiver.transaction().sender().encode());
            out.refuse(no.reason(), no.reply(), sender, Optional.empty());
        }
        receiver.release();
        finished.run();
    }

    // ---- the header

    private void checkHeader(Client client, DataReceiver receiver, boolean whole, Runnable next) {
        HeaderScan scan = HeaderScan.of(receiver.octets(), 0, receiver.held());
        if (!whole && !scan.complete()) {
            receiver.refuse(RejectReason.HEADER_TOO_LARGE, settings.inlineBody());
        } else if (scan.received() > settings.maxHops()) {
            receiver.refuse(RejectReason.TOO_MANY_HOPS);
        } else if (client.user().isPresent() && scan.fromOverflow()) {
            receiver.refuse(RejectReason.FROM_NOT_OWNED);
        }
        if (receiver.refused() == null) {
            prepend(client, receiver, scan);
        }
        if (receiver.refused() == null && client.user().isPresent() && !scan.from().isEmpty()) {
            checkFrom(client.user().get(), scan.from(), receiver, next);
        } else {
            next.run();
        }
    }

    private void checkFrom(
            Client.User user, List<String> from, DataReceiver receiver, Runnable next) {
        out.ask(
                new PortCall.CheckSender(user.account(), from),
                rights -> {
                    if (!rights.active()) {
                        receiver.refuse(RejectReason.ACCOUNT_CLOSED);
                    } else if (!rights.all()) {
                        receiver.refuse(RejectReason.FROM_NOT_OWNED);
                    }
                    next.run();
                },
                () -> {
                    receiver.refuse(RejectReason.DIRECTORY_UNAVAILABLE);
                    next.run();
                });
    }

    private void prepend(Client client, DataReceiver receiver, HeaderScan scan) {
        Instant now = resources.clock().instant();
        Transaction transaction = receiver.transaction();
        boolean utf8 = transaction.options().smtpUtf8();
        StringBuilder fields = new StringBuilder();
        fields.append(
                TraceFields.received(
                        settings, client, receiver.id(), utf8, transaction.recipients(), now));
        if (role.isSubmission() && !scan.date()) {
            fields.append(TraceFields.date(now));
        }
        String messageId = scan.messageId();
        if (role.isSubmission() && messageId == null) {
            messageId = "<" + receiver.id() + "@" + settings.hostname() + ">";
            fields.append(TraceFields.messageId(messageId));
        }
        receiver.prepend(fields.toString().getBytes(StandardCharsets.UTF_8), messageId);
    }

    // ---- a large body

    private void open(DataReceiver receiver) {
        if (receiver.refused() != null) {
            return;
        }
        out.ask(
                new PortCall.OpenBody(receiver.id(), receiver.prefix()),
                body -> {
                    receiver.streamInto(body);
                    store(receiver, () -> {});
                },
                () -> receiver.refuse(RejectReason.BODY_STORE_UNAVAILABLE));
    }

    private void store(DataReceiver receiver, Runnable next) {
        TransitStore.TransitBody body = receiver.transit();
        if (body == null || receiver.held() == 0) {
            next.run();
            return;
        }
        out.ask(
                new PortCall.WriteBody(body, receiver.octets(), receiver.held()),
                written -> {
                    receiver.emptied();
                    next.run();
                },
                () -> {
                    receiver.refuse(RejectReason.BODY_STORE_UNAVAILABLE);
                    next.run();
                });
    }

    private void finishBody(Client client, DataReceiver receiver, Runnable finished) {
        TransitStore.TransitBody body = receiver.transit();
        if (receiver.refused() != null || body == null) {
            finish(receiver, finished);
            return;
        }
        out.ask(
                new PortCall.FinishBody(body),
                name -> accept(client, receiver, new AcceptedMessage.Body.Transit(name), finished),
                () -> {
                    receiver.refuse(RejectReason.BODY_STORE_UNAVAILABLE);
                    finish(receiver, finished);
                });
    }

    // ---- the log

    private void acceptInline(Client client, DataReceiver receiver, Runnable finished) {
        if (receiver.refused() != null) {
            finish(receiver, finished);
            return;
        }
        accept(
                client,
                receiver,
                new AcceptedMessage.Body.Inline(
                        receiver.prefix(), receiver.octets(), receiver.held()),
                finished);
    }

    private void accept(
            Client client, DataReceiver receiver, AcceptedMessage.Body body, Runnable finished) {
        AcceptedMessage message = message(client, receiver, body);
        out.ask(
                new PortCall.Accept(message),
                stored -> {
                    receiver.forget();
                    out.say(Reply.of(250, "2.0.0", "Accepted as " + message.id()));
                    out.add(new Action.Tell(new SessionEvent.Accepted(message)));
                    finished.run();
                },
                () -> {
                    receiver.forget();
                    refuseLog(message);
                    finished.run();
                });
    }

    private void refuseLog(AcceptedMessage message) {
        RejectReason reason = RejectReason.LOG_UNAVAILABLE;
        out.refuse(
                reason,
                reason.reply(),
                Optional.of(message.sender().encode()),
                Optional.of(message.id()));
    }

    private AcceptedMessage message(
            Client client, DataReceiver receiver, AcceptedMessage.Body body) {
        Transaction transaction = receiver.transaction();
        @Nullable String messageId = receiver.messageId();
        return new AcceptedMessage(
                receiver.id(),
                transaction.sender(),
                List.copyOf(transaction.recipients()),
                client,
                role,
                settings.hostname(),
                resources.clock().instant(),
                body,
                receiver.size(),
                receiver.eightBit(),
                transaction.options().smtpUtf8(),
                Optional.ofNullable(messageId));
    }
}
