package posthorn.delivery.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.AttemptResult.Delivered;
import posthorn.delivery.policy.DeliveryFailure;
import posthorn.delivery.policy.DeliveryFailure.BadAddress;
import posthorn.delivery.policy.DeliveryFailure.ConnectionLost;
import posthorn.delivery.policy.DeliveryFailure.MailboxUnavailable;
import posthorn.delivery.policy.DeliveryFailure.NotOffered;
import posthorn.delivery.policy.DeliveryFailure.SmtpExtension;
import posthorn.delivery.policy.DeliveryFailure.Stage;
import posthorn.delivery.policy.DeliveryFailure.TooLarge;
import posthorn.delivery.policy.DeliveryFailure.UnexpectedReply;
import posthorn.delivery.policy.FailurePolicy;
import posthorn.protocol.smtp.Capabilities;
import posthorn.protocol.smtp.Command;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.EsmtpParameter;
import posthorn.protocol.smtp.Reply;
import posthorn.protocol.smtp.ReversePath;

/**
 * One session with a host, for one thread at a time. States: new → {@link #open} → ready → {@link
 * #transact} → ready again, or done for ({@link #reusable} says which) → {@link #quit}.
 */
public final class SmtpClient {

    /** Commands that are sent before their replies are read (RFC 2920), at most. */
    private static final int WINDOW = 50;

    private final SmtpTransport transport;
    private final String name;
    private Capabilities offered = Capabilities.NONE;
    private boolean reusable;

    /**
     * A session that has not begun.
     *
     * @param name what we call ourselves in EHLO
     */
    public SmtpClient(SmtpTransport transport, String name) {
        this.transport = transport;
        this.name = name;
    }

    /** Whether another transaction may follow, behind {@link #reset}. */
    public boolean reusable() {
        return reusable;
    }

    /**
     * From the greeting to where mail can be sent.
     *
     * @param tls begin TLS when it is offered; when the handshake fails, the session is lost at
     *     {@link Stage#TLS} and may be tried anew without
     */
    public void open(boolean tls) throws SessionFailure {
        try {
            expect(transport.reply(Stage.GREETING), Stage.GREETING);
            hello();
            if (tls && offered.has("STARTTLS") && startsTls()) {
                hello();
            }
            reusable = true;
        } catch (TransportLost e) {
            throw lost(Stage.GREETING, e);
        }
    }

    /** Makes sure that the host is still there and has forgotten what came before. */
    public void reset() throws SessionFailure {
        expect(ask(new Command.Rset(), Stage.MAIL), Stage.MAIL);
    }

    /** Says goodbye; does not wait for the answer. */
    public void quit() {
        try {
            transport.send(line(new Command.Quit()), Stage.HELLO);
        } catch (TransportLost e) {
            // It went first.
        }
        reusable = false;
    }

    /**
     * One transaction.
     *
     * @param content read to its end only when the host wants it
     * @param mayEnd asked right before the end of data; when it says no, the message is left
     *     unended
     * @return a result for each recipient
     * @throws SessionFailure what concerns them all, before the end of data
     */
    public Map<Integer, AttemptResult> transact(
            MailTransaction transaction, MessageContent content, BooleanSupplier mayEnd)
            throws SessionFailure {
        List<EsmtpParameter> parameters = mailParameters(transaction);
        boolean ready = reusable;
        reusable = false;
        if (!ready) {
            throw new SessionFailure(
                    new ConnectionLost(Stage.MAIL, transport.peer(), "the session is over"));
        }
        Map<Integer, AttemptResult> results = new LinkedHashMap<>();
        List<Integer> accepted = address(transaction, parameters, results);
        if (accepted.isEmpty()) {
            reusable = true;
            return results;
        }
        Reply data = ask(new Command.Data(), Stage.DATA);
        if (data.code() != 354) {
            reusable = true;
            decide(accepted, results, new UnexpectedReply(Stage.DATA, transport.peer(), data));
            return results;
        }
        end(accepted, results, body(content), mayEnd);
        return results;
    }

    private List<EsmtpParameter> mailParameters(MailTransaction transaction) throws SessionFailure {
        MailTransaction.Requirements requirements = transaction.requirements();
        List<EsmtpParameter> parameters = new ArrayList<>();
        if (offered.has("SIZE")) {
            long limit = offered.size().orElse(Long.MAX_VALUE);
            if (transaction.size() > limit) {
                throw new SessionFailure(new TooLarge(transport.peer(), limit));
            }
            parameters.add(EsmtpParameter.of("SIZE", Long.toString(transaction.size())));
        }
        if (offered.has("8BITMIME")) {
            if (requirements.eightBitDeclared()) {
                parameters.add(EsmtpParameter.of("BODY", "8BITMIME"));
            }
        } else if (requirements.eightBitDeclared() && requirements.eightBitNeeded()) {
            throw new SessionFailure(
                    new NotOffered(SmtpExtension.EIGHT_BIT_MIME, transport.peer()));
        }
        if (offered.has("SMTPUTF8")) {
            if (requirements.utf8Declared()) {
                parameters.add(EsmtpParameter.of("SMTPUTF8"));
            }
        } else if (requirements.utf8Declared() && requirements.utf8Needed()) {
            throw new SessionFailure(new NotOffered(SmtpExtension.SMTP_UTF8, transport.peer()));
        }
        return parameters;
    }

    /** MAIL and RCPT; the ordinals that the host takes. */
    private List<Integer> address(
            MailTransaction transaction,
            List<EsmtpParameter> parameters,
            Map<Integer, AttemptResult> results)
            throws SessionFailure {
        ReversePath from =
                ReversePath.parse(transaction.reversePath())
                        .orElseThrow(() ->
                                new SessionFailure(new BadAddress(transaction.reversePath())));
        Map<Integer, Command> commands = new LinkedHashMap<>();
        transaction
                .recipients()
                .forEach((ordinal, address) -> {
                    Optional<ForwardPath> path = ForwardPath.parse(address);
                    if (path.isPresent()) {
                        commands.put(ordinal, new Command.Rcpt(path.get(), List.of()));
                    } else {
                        results.put(ordinal, FailurePolicy.result(new BadAddress(address)));
                    }
                });
        if (commands.isEmpty()) {
            return List.of();
        }
        Command mail = new Command.Mail(from, parameters);
        return offered.has("PIPELINING")
                ? together(mail, commands, results)
                : oneByOne(mail, commands, results);
    }

    private List<Integer> oneByOne(
            Command mail, Map<Integer, Command> recipients, Map<Integer, AttemptResult> results)
            throws SessionFailure {
        expect(ask(mail, Stage.MAIL), Stage.MAIL);
        List<Integer> accepted = new ArrayList<>();
        for (Map.Entry<Integer, Command> rcpt : recipients.entrySet()) {
            Reply reply = ask(rcpt.getValue(), Stage.RCPT);
            sort(rcpt.getKey(), reply, accepted, results);
        }
        return accepted;
    }

    private List<Integer> together(
            Command mail, Map<Integer, Command> recipients, Map<Integer, AttemptResult> results)
            throws SessionFailure {
        List<Integer> accepted = new ArrayList<>();
        List<Integer> ordinals = List.copyOf(recipients.keySet());
        Optional<Reply> refused = Optional.empty();
        for (int start = 0; start < ordinals.size() && refused.isEmpty(); start += WINDOW) {
            List<Integer> some = ordinals.subList(start, Math.min(ordinals.size(), start + WINDOW));
            StringBuilder lines = new StringBuilder();
            if (start == 0) {
                lines.append(mail.encode()).append("\r\n");
            }
            for (Integer ordinal : some) {
                Command rcpt = Objects.requireNonNull(recipients.get(ordinal));
                lines.append(rcpt.encode()).append("\r\n");
            }
            send(lines.toString().getBytes(StandardCharsets.UTF_8), Stage.RCPT);
            if (start == 0) {
                refused = Optional.of(read(Stage.MAIL)).filter(reply -> !reply.isPositive());
            }
            for (Integer ordinal : some) {
                sort(ordinal, read(Stage.RCPT), accepted, results);
            }
        }
        if (refused.isPresent()) {
            expect(refused.get(), Stage.MAIL);
        }
        return accepted;
    }

    private void sort(
            int ordinal, Reply reply, List<Integer> accepted, Map<Integer, AttemptResult> results) {
        if (reply.kind() == Reply.Kind.COMPLETED) {
            accepted.add(ordinal);
        } else {
            decide(
                    List.of(ordinal),
                    results,
                    new UnexpectedReply(Stage.RCPT, transport.peer(), reply));
        }
    }

    private DotStuffer body(MessageContent content) throws SessionFailure {
        DotStuffer stuffing = new DotStuffer();
        try {
            Optional<byte[]> chunk = content.next();
            while (chunk.isPresent()) {
                send(stuffing.stuff(chunk.get()), Stage.BODY);
                chunk = content.next();
            }
            return stuffing;
        } catch (MessageContent.ContentLost e) {
            throw new SessionFailure(new MailboxUnavailable(String.valueOf(e.getMessage())));
        }
    }

    private void end(
            List<Integer> accepted,
            Map<Integer, AttemptResult> results,
            DotStuffer stuffing,
            BooleanSupplier mayEnd)
            throws SessionFailure {
        if (!mayEnd.getAsBoolean()) {
            throw new SessionFailure(new MailboxUnavailable("the attempt was taken over"));
        }
        try {
            transport.send(stuffing.end(), Stage.END_OF_DATA);
            Reply reply = transport.reply(Stage.END_OF_DATA);
            reusable = reply.code() != 421;
            if (reply.kind() == Reply.Kind.COMPLETED) {
                AttemptResult done = Delivered.relayed(transport.peer(), reply.summary());
                accepted.forEach(ordinal -> results.put(ordinal, done));
            } else {
                decide(
                        accepted,
                        results,
                        new UnexpectedReply(Stage.END_OF_DATA, transport.peer(), reply));
            }
        } catch (TransportLost e) {
            decide(
                    accepted,
                    results,
                    new ConnectionLost(Stage.END_OF_DATA, transport.peer(), e.reason()));
        }
    }

    private static void decide(
            List<Integer> ordinals, Map<Integer, AttemptResult> results, DeliveryFailure failure) {
        AttemptResult result = FailurePolicy.result(failure);
        ordinals.forEach(ordinal -> results.put(ordinal, result));
    }

    /** EHLO, or HELO where it is not understood (RFC 5321 §3.2). */
    private void hello() throws SessionFailure {
        Reply reply = ask(new Command.Ehlo(name), Stage.HELLO);
        if (reply.kind() == Reply.Kind.PERMANENT_FAILURE) {
            expect(ask(new Command.Helo(name), Stage.HELLO), Stage.HELLO);
            offered = Capabilities.NONE;
            return;
        }
        expect(reply, Stage.HELLO);
        offered = Capabilities.of(reply);
    }

    /** RFC 3207 §4; a host that offers it and then refuses is talked to without. */
    private boolean startsTls() throws SessionFailure {
        if (ask(new Command.StartTls(), Stage.TLS).code() != 220) {
            return false;
        }
        try {
            transport.startTls();
            return true;
        } catch (TransportLost e) {
            throw lost(Stage.TLS, e);
        }
    }

    private Reply ask(Command command, Stage stage) throws SessionFailure {
        send(line(command), stage);
        return read(stage);
    }

    private void send(byte[] octets, Stage stage) throws SessionFailure {
        try {
            transport.send(octets, stage);
        } catch (TransportLost e) {
            throw lost(stage, e);
        }
    }

    private Reply read(Stage stage) throws SessionFailure {
        try {
            return transport.reply(stage);
        } catch (TransportLost e) {
            throw lost(stage, e);
        }
    }

    private void expect(Reply reply, Stage stage) throws SessionFailure {
        if (reply.kind() != Reply.Kind.COMPLETED) {
            throw new SessionFailure(new UnexpectedReply(stage, transport.peer(), reply));
        }
    }

    private SessionFailure lost(Stage stage, TransportLost e) {
        return new SessionFailure(new ConnectionLost(stage, transport.peer(), e.reason()));
    }

    private static byte[] line(Command command) {
        return (command.encode() + "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
