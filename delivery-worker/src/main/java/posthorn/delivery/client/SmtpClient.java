package posthorn.delivery.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import posthorn.delivery.dispatch.FailurePolicy;
import posthorn.delivery.dispatch.Outcome;
import posthorn.delivery.dispatch.Outcome.Delivered;
import posthorn.delivery.dispatch.Trouble;
import posthorn.delivery.dispatch.Trouble.BadAddress;
import posthorn.delivery.dispatch.Trouble.Feature;
import posthorn.delivery.dispatch.Trouble.Lost;
import posthorn.delivery.dispatch.Trouble.MailboxAway;
import posthorn.delivery.dispatch.Trouble.NotOffered;
import posthorn.delivery.dispatch.Trouble.Replied;
import posthorn.delivery.dispatch.Trouble.Stage;
import posthorn.delivery.dispatch.Trouble.TooLarge;
import posthorn.protocol.smtp.Capabilities;
import posthorn.protocol.smtp.Command;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.Parameter;
import posthorn.protocol.smtp.Reply;
import posthorn.protocol.smtp.ReversePath;

/**
 * One session with a host, for one thread at a time. States: new → {@link #open} → ready → {@link
 * #transact} → ready again, or done for ({@link #reusable} says which) → {@link #quit}.
 */
public final class SmtpClient {

    /** Commands that are sent before their replies are read (RFC 2920), at most. */
    private static final int WINDOW = 50;

    private final Wire wire;
    private final String name;
    private Capabilities offered = Capabilities.NONE;
    private boolean reusable;

    /**
     * A session that has not begun.
     *
     * @param name what we call ourselves in EHLO
     */
    public SmtpClient(Wire wire, String name) {
        this.wire = wire;
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
    public void open(boolean tls) throws SessionTrouble {
        try {
            expect(wire.reply(Stage.GREETING), Stage.GREETING);
            hello();
            if (tls && offered.has("STARTTLS") && startsTls()) {
                hello();
            }
            reusable = true;
        } catch (WireLost e) {
            throw lost(Stage.GREETING, e);
        }
    }

    /** Makes sure that the host is still there and has forgotten what came before. */
    public void reset() throws SessionTrouble {
        expect(ask(new Command.Rset(), Stage.MAIL), Stage.MAIL);
    }

    /** Says goodbye; does not wait for the answer. */
    public void quit() {
        try {
            wire.send(line(new Command.Quit()), Stage.HELLO);
        } catch (WireLost e) {
            // It went first.
        }
        reusable = false;
    }

    /**
     * One transaction.
     *
     * @param content read to its end only when the host wants it
     * @param mayEnd asked right before the final dot; when it says no, the message is left unended
     * @return an outcome for each recipient
     * @throws SessionTrouble what concerns them all, before the final dot
     */
    public Map<Integer, Outcome> transact(
            Envelope envelope, Content content, BooleanSupplier mayEnd) throws SessionTrouble {
        List<Parameter> parameters = mailParameters(envelope);
        boolean ready = reusable;
        reusable = false;
        if (!ready) {
            throw new SessionTrouble(new Lost(Stage.MAIL, wire.peer(), "the session is over"));
        }
        Map<Integer, Outcome> outcomes = new LinkedHashMap<>();
        List<Integer> accepted = address(envelope, parameters, outcomes);
        if (accepted.isEmpty()) {
            reusable = true;
            return outcomes;
        }
        Reply data = ask(new Command.Data(), Stage.DATA);
        if (data.code() != 354) {
            reusable = true;
            decide(accepted, outcomes, new Replied(Stage.DATA, wire.peer(), data));
            return outcomes;
        }
        end(accepted, outcomes, body(content), mayEnd);
        return outcomes;
    }

    private List<Parameter> mailParameters(Envelope envelope) throws SessionTrouble {
        Envelope.Needs needs = envelope.needs();
        List<Parameter> parameters = new ArrayList<>();
        if (offered.has("SIZE")) {
            long limit = offered.size().orElse(Long.MAX_VALUE);
            if (envelope.size() > limit) {
                throw new SessionTrouble(new TooLarge(wire.peer(), limit));
            }
            parameters.add(Parameter.of("SIZE", Long.toString(envelope.size())));
        }
        if (offered.has("8BITMIME")) {
            if (needs.eightBitDeclared()) {
                parameters.add(Parameter.of("BODY", "8BITMIME"));
            }
        } else if (needs.eightBitDeclared() && needs.eightBitNeeded()) {
            throw new SessionTrouble(new NotOffered(Feature.EIGHT_BIT_MIME, wire.peer()));
        }
        if (offered.has("SMTPUTF8")) {
            if (needs.utf8Declared()) {
                parameters.add(Parameter.of("SMTPUTF8"));
            }
        } else if (needs.utf8Declared() && needs.utf8Needed()) {
            throw new SessionTrouble(new NotOffered(Feature.SMTP_UTF8, wire.peer()));
        }
        return parameters;
    }

    /** MAIL and RCPT; the ordinals that the host takes. */
    private List<Integer> address(
            Envelope envelope, List<Parameter> parameters, Map<Integer, Outcome> outcomes)
            throws SessionTrouble {
        ReversePath from =
                ReversePath.parse(envelope.reversePath())
                        .orElseThrow(
                                () -> new SessionTrouble(new BadAddress(envelope.reversePath())));
        Map<Integer, Command> commands = new LinkedHashMap<>();
        envelope.recipients()
                .forEach((ordinal, address) -> {
                    Optional<ForwardPath> path = ForwardPath.parse(address);
                    if (path.isPresent()) {
                        commands.put(ordinal, new Command.Rcpt(path.get(), List.of()));
                    } else {
                        outcomes.put(ordinal, FailurePolicy.outcome(new BadAddress(address)));
                    }
                });
        if (commands.isEmpty()) {
            return List.of();
        }
        Command mail = new Command.Mail(from, parameters);
        return offered.has("PIPELINING")
                ? together(mail, commands, outcomes)
                : oneByOne(mail, commands, outcomes);
    }

    private List<Integer> oneByOne(
            Command mail, Map<Integer, Command> recipients, Map<Integer, Outcome> outcomes)
            throws SessionTrouble {
        expect(ask(mail, Stage.MAIL), Stage.MAIL);
        List<Integer> accepted = new ArrayList<>();
        for (Map.Entry<Integer, Command> rcpt : recipients.entrySet()) {
            Reply reply = ask(rcpt.getValue(), Stage.RCPT);
            sort(rcpt.getKey(), reply, accepted, outcomes);
        }
        return accepted;
    }

    private List<Integer> together(
            Command mail, Map<Integer, Command> recipients, Map<Integer, Outcome> outcomes)
            throws SessionTrouble {
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
                sort(ordinal, read(Stage.RCPT), accepted, outcomes);
            }
        }
        if (refused.isPresent()) {
            expect(refused.get(), Stage.MAIL);
        }
        return accepted;
    }

    private void sort(
            int ordinal, Reply reply, List<Integer> accepted, Map<Integer, Outcome> outcomes) {
        if (reply.kind() == Reply.Kind.COMPLETED) {
            accepted.add(ordinal);
        } else {
            decide(List.of(ordinal), outcomes, new Replied(Stage.RCPT, wire.peer(), reply));
        }
    }

    private DotStuffing body(Content content) throws SessionTrouble {
        DotStuffing stuffing = new DotStuffing();
        try {
            Optional<byte[]> chunk = content.next();
            while (chunk.isPresent()) {
                send(stuffing.stuff(chunk.get()), Stage.BODY);
                chunk = content.next();
            }
            return stuffing;
        } catch (Content.ContentLost e) {
            throw new SessionTrouble(new MailboxAway(String.valueOf(e.getMessage())));
        }
    }

    private void end(
            List<Integer> accepted,
            Map<Integer, Outcome> outcomes,
            DotStuffing stuffing,
            BooleanSupplier mayEnd)
            throws SessionTrouble {
        if (!mayEnd.getAsBoolean()) {
            throw new SessionTrouble(new MailboxAway("the attempt was taken over"));
        }
        try {
            wire.send(stuffing.end(), Stage.DOT);
            Reply reply = wire.reply(Stage.DOT);
            reusable = reply.code() != 421;
            if (reply.kind() == Reply.Kind.COMPLETED) {
                Outcome done = Delivered.relayed(wire.peer(), reply.summary());
                accepted.forEach(ordinal -> outcomes.put(ordinal, done));
            } else {
                decide(accepted, outcomes, new Replied(Stage.DOT, wire.peer(), reply));
            }
        } catch (WireLost e) {
            decide(accepted, outcomes, new Lost(Stage.DOT, wire.peer(), e.reason()));
        }
    }

    private static void decide(
            List<Integer> ordinals, Map<Integer, Outcome> outcomes, Trouble trouble) {
        Outcome outcome = FailurePolicy.outcome(trouble);
        ordinals.forEach(ordinal -> outcomes.put(ordinal, outcome));
    }

    /** EHLO, or HELO where it is not understood (RFC 5321 §3.2). */
    private void hello() throws SessionTrouble {
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
    private boolean startsTls() throws SessionTrouble {
        if (ask(new Command.StartTls(), Stage.TLS).code() != 220) {
            return false;
        }
        try {
            wire.startTls();
            return true;
        } catch (WireLost e) {
            throw lost(Stage.TLS, e);
        }
    }

    private Reply ask(Command command, Stage stage) throws SessionTrouble {
        send(line(command), stage);
        return read(stage);
    }

    private void send(byte[] octets, Stage stage) throws SessionTrouble {
        try {
            wire.send(octets, stage);
        } catch (WireLost e) {
            throw lost(stage, e);
        }
    }

    private Reply read(Stage stage) throws SessionTrouble {
        try {
            return wire.reply(stage);
        } catch (WireLost e) {
            throw lost(stage, e);
        }
    }

    private void expect(Reply reply, Stage stage) throws SessionTrouble {
        if (reply.kind() != Reply.Kind.COMPLETED) {
            throw new SessionTrouble(new Replied(stage, wire.peer(), reply));
        }
    }

    private SessionTrouble lost(Stage stage, WireLost e) {
        return new SessionTrouble(new Lost(stage, wire.peer(), e.reason()));
    }

    private static byte[] line(Command command) {
        return (command.encode() + "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
