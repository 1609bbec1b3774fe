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
import posthorn.delivery.policy.DeliveryFailure.NotSecure;
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
import posthorn.protocol.tls.TlsDemand;
import posthorn.protocol.tls.TlsFinding;

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
    private int transactions;

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

    /** Whether the host takes another transaction over this connection (MAILMAX, RFC 9422). */
    public boolean takesAnother() {
        return transactions < HostLimits.of(offered).transactions();
    }

    /** Recipients, by ordinal, in portions that the host takes in one transaction each. */
    public List<Map<Integer, String>> portions(Map<Integer, String> recipients) {
        return HostLimits.of(offered).portions(recipients);
    }

    /** Whether TLS stands. */
    public boolean secure() {
        return secure;
    }

    /**
     * From the greeting to where mail can be sent.
     *
     * @param demand what is demanded of TLS, a usable one; where TLS fails and is an offer only,
     *     the failure policy says whether the host may be asked again without
     * @param requireTls whether the sender wants the message returned rather than sent otherwise
     * @throws SessionFailure the session is of no use
     */
    public void open(TlsDemand demand, boolean requireTls) throws SessionFailure {
        dialogue.expect(dialogue.read(Stage.GREETING), Stage.GREETING);
        hello();
        if (demand == TlsDemand.PLAIN) {
            reusable = true;
            return;
        }
        try {
            if (offered.has("STARTTLS") && startsTls()) {
                secure = true;
                hello();
            } else if (demand.encrypted()) {
                throw notSecure(
                        TlsFinding.NOT_OFFERED,
                        demand,
                        requireTls,
                        "the host "
                                + (offered.has("STARTTLS") ? "refuses" : "does not offer")
                                + " STARTTLS");
            }
        } catch (HostNotVerified e) {
            throw notSecure(TlsFinding.NOT_VERIFIED, demand, requireTls, e.reason());
        }
        reusable = true;
    }

    private SessionFailure notSecure(
            TlsFinding finding, TlsDemand demand, boolean requireTls, String reason) {
        return new SessionFailure(
                new NotSecure(finding, demand, requireTls, transport.peer(), reason));
    }

    /**
     * Signs in with a host that relays for us, behind {@link #open}.
     *
     * @throws SessionFailure we are not let in; the session is of no use
     */
    public void signIn(Credentials credentials) throws SessionFailure {
        reusable = false;
        new SignIn(dialogue).with(credentials, offered, secure);
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
        TransactionResults results =
                new TransactionResults(transaction.recipients().keySet(), offered.has("DSN"));
        try {
            if (!reusable) {
                throw new SessionFailure(
                        new ConnectionLost(Stage.MAIL, transport.peer(), "the session is over"));
            }
            if (!takesAnother()) {
                String reason = "the host takes no more messages over one connection";
                throw new SessionFailure(new ConnectionLost(Stage.MAIL, transport.peer(), reason));
            }
            transactions++;
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
        if (needs.requireTls()) {
            if (!offered.has("REQUIRETLS")) {
                throw notOffered(SmtpExtension.REQUIRE_TLS);
            }
            parameters.add(EsmtpParameter.of("REQUIRETLS"));
        }
        if (offered.has("DSN")) {
            parameters.addAll(transaction.notifications().mail());
        }
        return parameters;
    }

    private SessionFailure notOffered(SmtpExtension extension) {
        return new SessionFailure(new NotOffered(extension, transport.peer()));
    }

    private Map<Integer, Command> recipients(
            MailTransaction transaction, TransactionResults results) {
        Map<Integer, Command> commands = new LinkedHashMap<>();
        transaction
                .recipients()
                .forEach((ordinal, address) -> {
                    Optional<ForwardPath> path = ForwardPath.parse(address);
                    if (path.isPresent()) {
                        commands.put(
                                ordinal,
                                new Command.Rcpt(path.get(), rcptParameters(transaction, ordinal)));
                    } else {
                        results.fail(ordinal, new BadAddress(address));
                    }
                });
        return commands;
    }

    private List<EsmtpParameter> rcptParameters(MailTransaction transaction, int ordinal) {
        return offered.has("DSN") ? transaction.notifications().rcpt(ordinal) : List.of();
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
    private boolean startsTls() throws SessionFailure, HostNotVerified {
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
