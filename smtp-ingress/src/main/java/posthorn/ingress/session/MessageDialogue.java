package posthorn.ingress.session;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import posthorn.ingress.authentication.AuthenticationVerdict;
import posthorn.ingress.authentication.Handling;
import posthorn.ingress.authentication.MessageAuthentication;
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
 *   <li>Behind the dot of one that another server brings, the verdict on its sender decides whether
 *       it is taken; its body was hashed while it came in.
 *   <li>Where scanners are set, they look into the whole message.
 *   <li>Then it goes on the log, and only the log's answer makes the 250.
 * </ol>
 */
final class MessageDialogue {
    private final SmtpSessionSettings settings;
    private final Role role;
    private final SessionResources resources;
    private final PendingActions out;
    private final ContentCheck content;

    MessageDialogue(
            SmtpSessionSettings settings,
            Role role,
            SessionResources resources,
            PendingActions out) {
        this.settings = settings;
        this.role = role;
        this.resources = resources;
        this.out = out;
        this.content = new ContentCheck(resources.scanner(), out);
    }

    /** Memory is full: it goes into the transit body, which is opened first where there is none. */
    void makeRoom(Client client, DataReceiver receiver) {
        if (receiver.transit() == null) {
            inspect(client, receiver, false, () -> open(client, receiver, () -> {}));
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
        } else if (receiver.transit() == null && receiver.isBinary()) {
            Runnable accept = () -> finishBody(client, receiver, finished);
            Runnable judge = () -> authenticate(receiver, accept);
            inspect(client, receiver, true, () -> open(client, receiver, judge));
        } else if (receiver.transit() == null) {
            Runnable accept = () -> acceptInline(client, receiver, finished);
            inspect(client, receiver, true, () -> authenticate(receiver, accept));
        } else {
            Runnable accept = () -> finishBody(client, receiver, finished);
            store(receiver, () -> authenticate(receiver, accept));
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

    private void inspect(Client client, DataReceiver receiver, boolean whole, Runnable next) {
        out.ask(
                new PortCall.InspectHeader(
                        receiver.octets(),
                        receiver.held(),
                        role.isSubmission(),
                        settings.hostname(),
                        client,
                        receiver.transaction().sender()),
                found -> {
                    found.authentication()
                            .ifPresent(checks ->
                                    receiver.authenticate(checks, found.header().scan().length()));
                    inspected(client, receiver, whole, found.header(), next);
                },
                () -> {
                    receiver.refuse(RejectReason.HEADER_NOT_READ);
                    next.run();
                });
    }

    private void inspected(
            Client client,
            DataReceiver receiver,
            boolean whole,
            HeaderInspection header,
            Runnable next) {
        if (!whole && !header.scan().complete()) {
            refuseLongHeader(receiver);
        } else if (header.scan().received() > settings.maxHops()) {
            receiver.refuse(RejectReason.TOO_MANY_HOPS);
        } else if (looping(receiver, header).isPresent()) {
            receiver.refuse(RejectReason.FORWARD_LOOP, looping(receiver, header).get());
        } else if (role.isSubmission() && !header.wellFormed()) {
            receiver.refuse(RejectReason.HEADER_MALFORMED);
        } else if (client.user().isPresent()) {
            checkAuthors(
                    client.user().get(),
                    header,
                    receiver,
                    () -> edit(client, receiver, header, next));
            return;
        }
        edit(client, receiver, header, next);
    }

    private static Optional<String> looping(DataReceiver receiver, HeaderInspection header) {
        return receiver.transaction().looping(header.deliveredTo());
    }

    private void refuseLongHeader(DataReceiver receiver) {
        if (receiver.isShareUsedUp()) {
            receiver.refuse(RejectReason.OUT_OF_MEMORY);
        } else {
            receiver.refuse(RejectReason.HEADER_TOO_LARGE, settings.inlineBody());
        }
    }

    /**
     * Who has written the message, and who has sent it (RFC 5322 §3.6.2): one From with at least
     * one address, at most one Sender, and every address in them the user's own (RFC 6409 §6.1).
     */
    private void checkAuthors(
            Client.User user, HeaderInspection header, DataReceiver receiver, Runnable next) {
        List<String> addresses = new ArrayList<>(header.scan().from());
        addresses.addAll(header.senders());
        boolean senderWithoutAddress = header.senderFields() == 1 && header.senders().isEmpty();
        if (header.scan().fromFields() != 1
                || header.scan().from().isEmpty()
                || header.senderFields() > 1
                || senderWithoutAddress) {
            receiver.refuse(RejectReason.NO_SINGLE_FROM);
            next.run();
        } else if (header.scan().fromOverflow() || header.senders().size() > HeaderScan.MAX_FROM) {
            receiver.refuse(RejectReason.FROM_NOT_OWNED);
            next.run();
        } else {
            checkOwned(user, addresses, receiver, next);
        }
    }

    private void checkOwned(
            Client.User user, List<String> addresses, DataReceiver receiver, Runnable next) {
        out.ask(
                new PortCall.CheckSender(user, addresses),
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

    private void edit(
            Client client, DataReceiver receiver, HeaderInspection header, Runnable next) {
        if (receiver.refused() == null) {
            prepend(client, receiver, header);
            receiver.remove(header.removed());
        }
        next.run();
    }

    private void prepend(Client client, DataReceiver receiver, HeaderInspection header) {
        HeaderScan scan = header.scan();
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
        if (!header.beginsWithField()) {
            // Its first line would go on our last field: all of it is body, behind our header.
            fields.append("\r\n");
        }
        receiver.prepend(fields.toString().getBytes(StandardCharsets.UTF_8), messageId);
        receiver.tlsNotRequired(header.tlsNotRequired());
    }

    // ---- its sender

    /** The body has ended: what of it has not been hashed yet is, and the verdict comes. */
    private void authenticate(DataReceiver receiver, Runnable next) {
        MessageAuthentication checks = receiver.authentication();
        if (receiver.refused() != null || checks == null) {
            next.run();
            return;
        }
        out.ask(
                new PortCall.JudgeSender(
                        checks, receiver.octets(), receiver.bodyFrom(), receiver.held()),
                verdict -> {
                    out.add(new Action.Tell(new SessionEvent.Authenticated(verdict)));
                    judge(receiver, verdict);
                    next.run();
                },
                () -> {
                    receiver.refuse(RejectReason.HEADER_NOT_READ);
                    next.run();
                });
    }

    private static void judge(DataReceiver receiver, AuthenticationVerdict verdict) {
        receiver.judged(verdict);
        switch (verdict.handling()) {
            case Handling.Reject(List<String> lines) ->
                    receiver.refuse(RejectReason.SENDER_NOT_PROVEN, String.join("\n", lines));
            case Handling.Defer(String reason) ->
                    receiver.refuse(RejectReason.SENDER_NOT_KNOWN_NOW, reason);
            case Handling.Accept accept -> {
                // It is taken; the record says where it goes.
            }
            case Handling.Junk junk -> {
                // It is taken; the record says where it goes.
            }
        }
    }

    // ---- a large body

    private void open(Client client, DataReceiver receiver, Runnable next) {
        if (receiver.refused() != null) {
            next.run();
            return;
        }
        out.ask(
                new PortCall.OpenBody(receiver.id(), client.address(), receiver.prefix()),
                body -> {
                    if (body.isEmpty()) {
                        receiver.refuse(RejectReason.OUT_OF_MEMORY);
                    } else {
                        receiver.streamInto(body.get());
                    }
                    store(receiver, next);
                },
                () -> {
                    receiver.refuse(RejectReason.BODY_STORE_UNAVAILABLE);
                    next.run();
                });
    }

    private void store(DataReceiver receiver, Runnable next) {
        TransitStore.TransitBody body = receiver.transit();
        if (body == null || receiver.held() == 0) {
            next.run();
            return;
        }
        out.ask(
                new PortCall.WriteBody(
                        body,
                        receiver.octets(),
                        receiver.held(),
                        receiver.authentication(),
                        receiver.bodyFrom()),
                written -> {
                    if (written) {
                        receiver.emptied();
                    } else {
                        receiver.refuse(RejectReason.OUT_OF_MEMORY);
                    }
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
                name -> {
                    receiver.judgeConversion();
                    if (receiver.refused() != null) {
                        finish(receiver, finished);
                    } else if (name.isPresent()) {
                        var stored = new AcceptedMessage.Body.Transit(name.get());
                        accept(client, receiver, stored, finished);
                    } else {
                        receiver.refuse(RejectReason.OUT_OF_MEMORY);
                        finish(receiver, finished);
                    }
                },
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
        Instant now = resources.clock().instant();
        content.look(
                AcceptedMessage.of(receiver, client, role, settings.hostname(), now, body),
                receiver,
                message -> append(message, receiver, finished),
                () -> finish(receiver, finished));
    }

    private void append(AcceptedMessage message, DataReceiver receiver, Runnable finished) {
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
}
