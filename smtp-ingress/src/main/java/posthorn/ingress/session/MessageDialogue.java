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
    private final SessionSettings settings;
    private final Role role;
    private final Surroundings around;
    private final Outbox out;

    MessageDialogue(SessionSettings settings, Role role, Surroundings around, Outbox out) {
        this.settings = settings;
        this.role = role;
        this.around = around;
        this.out = out;
    }

    /** Memory is full: it goes into the transit body, which is opened first where there is none. */
    void makeRoom(Client client, Reception reception) {
        if (reception.transit() == null) {
            checkHeader(client, reception, false, () -> open(reception));
        } else {
            store(reception, () -> {});
        }
    }

    /**
     * The dot came.
     *
     * @param finished runs when the reply is said
     */
    void end(Client client, Reception reception, Runnable finished) {
        if (reception.refused() != null) {
            finish(reception, finished);
        } else if (reception.transit() == null) {
            checkHeader(client, reception, true, () -> acceptInline(client, reception, finished));
        } else {
            store(reception, () -> finishBody(client, reception, finished));
        }
    }

    /** Says what the message was refused for. */
    private void finish(Reception reception, Runnable finished) {
        Reception.Refused no = reception.refused();
        if (no != null) {
            Optional<String> sender = Optional.of(reception.transaction().sender().encode());
            out.refuse(no.reason(), no.reply(), sender, Optional.empty());
        }
        reception.release();
        finished.run();
    }

    // ---- the header

    private void checkHeader(Client client, Reception reception, boolean whole, Runnable next) {
        HeaderScan scan = HeaderScan.of(reception.octets(), 0, reception.held());
        if (!whole && !scan.complete()) {
            reception.refuse(Refusal.HEADER_TOO_LARGE, settings.inlineBody());
        } else if (scan.received() > settings.maxHops()) {
            reception.refuse(Refusal.TOO_MANY_HOPS);
        } else if (client.user().isPresent() && scan.fromOverflow()) {
            reception.refuse(Refusal.FROM_NOT_OWNED);
        }
        if (reception.refused() == null) {
            prepend(client, reception, scan);
        }
        if (reception.refused() == null && client.user().isPresent() && !scan.from().isEmpty()) {
            checkFrom(client.user().get(), scan.from(), reception, next);
        } else {
            next.run();
        }
    }

    private void checkFrom(
            Client.User user, List<String> from, Reception reception, Runnable next) {
        out.ask(
                new Effect.CheckSender(user.account(), from),
                rights -> {
                    if (!rights.active()) {
                        reception.refuse(Refusal.ACCOUNT_CLOSED);
                    } else if (!rights.all()) {
                        reception.refuse(Refusal.FROM_NOT_OWNED);
                    }
                    next.run();
                },
                () -> {
                    reception.refuse(Refusal.DIRECTORY_UNAVAILABLE);
                    next.run();
                });
    }

    private void prepend(Client client, Reception reception, HeaderScan scan) {
        Instant now = around.clock().instant();
        Transaction transaction = reception.transaction();
        boolean utf8 = transaction.options().smtpUtf8();
        StringBuilder fields = new StringBuilder();
        fields.append(
                TraceFields.received(
                        settings, client, reception.id(), utf8, transaction.recipients(), now));
        if (role.isSubmission() && !scan.date()) {
            fields.append(TraceFields.date(now));
        }
        String messageId = scan.messageId();
        if (role.isSubmission() && messageId == null) {
            messageId = "<" + reception.id() + "@" + settings.hostname() + ">";
            fields.append(TraceFields.messageId(messageId));
        }
        reception.prepend(fields.toString().getBytes(StandardCharsets.UTF_8), messageId);
    }

    // ---- a large body

    private void open(Reception reception) {
        if (reception.refused() != null) {
            return;
        }
        out.ask(
                new Effect.OpenBody(reception.id(), reception.prefix()),
                body -> {
                    reception.streamInto(body);
                    store(reception, () -> {});
                },
                () -> reception.refuse(Refusal.BODY_STORE_UNAVAILABLE));
    }

    private void store(Reception reception, Runnable next) {
        TransitBodies.TransitBody body = reception.transit();
        if (body == null || reception.held() == 0) {
            next.run();
            return;
        }
        out.ask(
                new Effect.WriteBody(body, reception.octets(), reception.held()),
                written -> {
                    reception.emptied();
                    next.run();
                },
                () -> {
                    reception.refuse(Refusal.BODY_STORE_UNAVAILABLE);
                    next.run();
                });
    }

    private void finishBody(Client client, Reception reception, Runnable finished) {
        TransitBodies.TransitBody body = reception.transit();
        if (reception.refused() != null || body == null) {
            finish(reception, finished);
            return;
        }
        out.ask(
                new Effect.FinishBody(body),
                name -> accept(client, reception, new AcceptedMessage.Body.Transit(name), finished),
                () -> {
                    reception.refuse(Refusal.BODY_STORE_UNAVAILABLE);
                    finish(reception, finished);
                });
    }

    // ---- the log

    private void acceptInline(Client client, Reception reception, Runnable finished) {
        if (reception.refused() != null) {
            finish(reception, finished);
            return;
        }
        accept(
                client,
                reception,
                new AcceptedMessage.Body.Inline(
                        reception.prefix(), reception.octets(), reception.held()),
                finished);
    }

    private void accept(
            Client client, Reception reception, AcceptedMessage.Body body, Runnable finished) {
        AcceptedMessage message = message(client, reception, body);
        out.ask(
                new Effect.Accept(message),
                stored -> {
                    reception.forget();
                    out.say(Reply.of(250, "2.0.0", "Accepted as " + message.id()));
                    out.add(new Action.Tell(new Outcome.Accepted(message)));
                    finished.run();
                },
                () -> {
                    reception.forget();
                    refuseLog(message);
                    finished.run();
                });
    }

    private void refuseLog(AcceptedMessage message) {
        Refusal reason = Refusal.LOG_UNAVAILABLE;
        out.refuse(
                reason,
                reason.reply(),
                Optional.of(message.sender().encode()),
                Optional.of(message.id()));
    }

    private AcceptedMessage message(Client client, Reception reception, AcceptedMessage.Body body) {
        Transaction transaction = reception.transaction();
        @Nullable String messageId = reception.messageId();
        return new AcceptedMessage(
                reception.id(),
                transaction.sender(),
                List.copyOf(transaction.recipients()),
                client,
                role,
                settings.hostname(),
                around.clock().instant(),
                body,
                reception.size(),
                reception.eightBit(),
                transaction.options().smtpUtf8(),
                Optional.ofNullable(messageId));
    }
}
