package posthorn.delivery.client;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import posthorn.delivery.client.MessageContent.ContentLost;
import posthorn.delivery.policy.Consequence.Connection;
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
import posthorn.protocol.smtp.DotStuffing;
import posthorn.protocol.smtp.EsmtpParameter;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.Reply;
import posthorn.protocol.smtp.ReversePath;

/**
 * One session with a host, for one thread at a time. States: new → {@link #open} → ready → {@link
 * #transact} → ready again, or over ({@link #reusable} says which) → {@link #quit}.
 */
public final class SmtpClient {

    private static final int READY_FOR_TLS = 220;

    private final SmtpTransport transport;
    private final Dialogue dialogue;
    private final String name;
    private Capabilities offered = Capabilities.NONE;
    private boolean secure;
    private boolean reusable;

    /**
     * A session that has not begun.
     *
     * @param name what we call ourselves in EHLO
     */
    public SmtpClient(SmtpTransport transport, String name) {
        this.transport = transport;
        this.dialogue = new Dialogue(transport);
        this.name = name;
    }

    /** Whether another transaction may follow, behind {@link #reset}. */
    public boolean reusable() {
        return reusable;
    }

    /**
     * From the greeting to where mail can be sent.
     *
     * @param tls begin TLS when the host offers it; where that fails, the failure policy says
     *     whether the host may be asked again without
     * @throws SessionFailure the session is of no use
     */
    public void open(boolean tls) throws SessionFailure {
        dialogue.expect(dialogue.read(Stage.GREETING), Stage.GREETING);
        hello();
        if (tls && offered.has("STARTTLS") && startsTls()) {
            secure = true;
            hello();
        }
        reusable = true;
    }

    /**
     * Makes sure that the host is still there and has forgotten what came before (RSET, RFC 5321
     * §4.1.1.5).
     *
     * @throws SessionFailure the session is of no use; nothing was said about any message
     */
    public void reset() throws SessionFailure {
        dialogue.expect(dialogue.ask(new Command.Rset(), Stage.RSET), Stage.RSET);
    }

    /** Says QUIT, behind which the transport closes the connection; does not wait. */
    public void quit() {
        reusable = false;
        transport.sendLast(Dialogue.line(new Command.Quit()));
    }

    /**
     * One transaction. Never throws for a failure on the way.
     *
     * @param content read to its end only when the host wants it
     * @param mayEnd asked right before the final dot; when it says no, the message is left unended
     * @return what became of each recipient
     */
    public Map<Integer, RecipientResult> transact(
            MailTransaction transaction, MessageContent content, BooleanSupplier mayEnd) {
        TransactionResults results = new TransactionResults(transaction.recipients().keySet());
        try {
            if (!reusable) {
                throw new SessionFailure(
                        new ConnectionLost(Stage.MAIL, transport.peer(), "the session is over"));
            }
            transact(transaction, content, mayEnd, results);
        } catch (SessionFailure e) {
            results.failRest(e.failure());
        }
        reusable &= results.keepsConnection();
        return results.results();
    }

    private void transact(
            MailTransaction transaction,
            MessageContent content,
            BooleanSupplier mayEnd,
            TransactionResults results)
            throws SessionFailure {
        Command mail = mail(transaction);
        Map<Integer, Command> recipients = recipients(transaction, results);
        if (recipients.isEmpty()) {
            return;
        }
        MailExchange exchange = new MailExchange(dialogue, results);
        boolean begins =
                offered.has("PIPELINING")
                        ? exchange.pipelined(mail, recipients)
                        : exchange.oneByOne(mail, recipients);
        if (begins) {
            DotStuffing stuffing = body(content);
            if (!mayEnd.getAsBoolean()) {
                throw new SessionFailure(
                        new MailboxUnavailable("the attempt was not ended and is made again"));
            }
            exchange.end(stuffing.end());
        }
    }

    private Command mail(MailTransaction transaction) throws SessionFailure {
        Optional<ReversePath> from = ReversePath.parse(transaction.reversePath());
        if (from.isEmpty()) {
            throw new SessionFailure(new BadAddress(transaction.reversePath()));
        }
        try {
            return new Command.Mail(from.get(), mailParameters(transaction));
        } catch (ContentLost e) {
            throw lost(e);
        }
    }

    private List<EsmtpParameter> mailParameters(MailTransaction transaction)
            throws SessionFailure, ContentLost {
        MailTransaction.Requirements needs = transaction.requirements();
        List<EsmtpParameter> parameters = new ArrayList<>();
        if (offered.has("SIZE")) {
            long limit = offered.size().orElse(Long.MAX_VALUE);
            if (transaction.size() > limit) {
                throw new SessionFailure(new TooLarge(transport.peer(), limit));
            }
            parameters.add(EsmtpParameter.of("SIZE", Long.toString(transaction.size())));
        }
        if (offered.has("8BITMIME")) {
            if (needs.eightBitDeclared()) {
                parameters.add(EsmtpParameter.of("BODY", "8BITMIME"));
            }
        } else if (needs.eightBitDeclared() && needs.eightBitNeeded()) {
            throw notOffered(SmtpExtension.EIGHT_BIT_MIME);
        }
        if (offered.has("SMTPUTF8")) {
            if (needs.utf8Declared()) {
                parameters.add(EsmtpParameter.of("SMTPUTF8"));
            }
        } else if (needs.utf8Declared() && needs.utf8Needed()) {
            throw notOffered(SmtpExtension.SMTP_UTF8);
        }
        return parameters;
    }

    private SessionFailure notOffered(SmtpExtension extension) {
        return new SessionFailure(new NotOffered(extension, transport.peer()));
    }

    private static Map<Integer, Command> recipients(
            MailTransaction transaction, TransactionResults results) {
        Map<Integer, Command> commands = new LinkedHashMap<>();
        transaction
                .recipients()
                .forEach((ordinal, address) -> {
                    Optional<ForwardPath> path = ForwardPath.parse(address);
                    if (path.isPresent()) {
                        commands.put(ordinal, new Command.Rcpt(path.get(), List.of()));
                    } else {
                        results.fail(ordinal, new BadAddress(address));
                    }
                });
        return commands;
    }

    private DotStuffing body(MessageContent content) throws SessionFailure {
        DotStuffing stuffing = new DotStuffing(DotStuffing.LineEnd.CRLF);
        try {
            Optional<byte[]> chunk = content.next();
            while (chunk.isPresent()) {
                dialogue.sendPart(stuffed(stuffing, chunk.get()));
                chunk = content.next();
            }
            return stuffing;
        } catch (ContentLost e) {
            throw lost(e);
        }
    }

    private static byte[] stuffed(DotStuffing stuffing, byte[] chunk) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(chunk.length + 64);
        stuffing.write(chunk, 0, chunk.length, out::write);
        return out.toByteArray();
    }

    private static SessionFailure lost(ContentLost e) {
        return new SessionFailure(new MailboxUnavailable(String.valueOf(e.getMessage())));
    }

    /** EHLO, or HELO where it is not understood (RFC 5321 §3.2). */
    private void hello() throws SessionFailure {
        Stage stage = secure ? Stage.HELLO_OVER_TLS : Stage.HELLO;
        Reply reply = dialogue.ask(new Command.Ehlo(name), stage);
        if (reply.kind() == Reply.Kind.PERMANENT_FAILURE) {
            dialogue.expect(dialogue.ask(new Command.Helo(name), stage), stage);
            offered = Capabilities.NONE;
            return;
        }
        dialogue.expect(reply, stage);
        offered = Capabilities.of(reply);
    }

    /** RFC 3207 §4; a host that offers it and then refuses may be talked to without. */
    private boolean startsTls() throws SessionFailure {
        Reply reply = dialogue.ask(new Command.StartTls(), Stage.STARTTLS);
        if (reply.code() == READY_FOR_TLS) {
            dialogue.startTls();
            return true;
        }
        UnexpectedReply refused = dialogue.unexpected(reply, Stage.STARTTLS);
        if (FailurePolicy.consequence(refused).connection() != Connection.KEEP) {
            throw new SessionFailure(refused);
        }
        return false;
    }
}
