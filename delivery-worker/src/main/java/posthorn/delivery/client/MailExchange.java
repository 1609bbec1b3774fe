package posthorn.delivery.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import posthorn.delivery.policy.Consequence.Connection;
import posthorn.delivery.policy.Consequence.Recipients;
import posthorn.delivery.policy.DeliveryFailure.Stage;
import posthorn.delivery.policy.DeliveryFailure.UnexpectedReply;
import posthorn.delivery.policy.FailurePolicy;
import posthorn.protocol.smtp.Command;
import posthorn.protocol.smtp.Reply;

/**
 * MAIL, RCPT and DATA with their replies, one after the other or pipelined (RFC 2920), and the
 * reply to the final dot. For one thread.
 */
final class MailExchange {

    /** RCPT in one go, at most: a host that does not read its input before its output is read. */
    private static final int WINDOW = 50;

    private static final int START_MAIL_INPUT = 354;
    private static final byte[] LONE_DOT = ".\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Dialogue dialogue;
    private final TransactionResults results;

    MailExchange(Dialogue dialogue, TransactionResults results) {
        this.dialogue = dialogue;
        this.results = results;
    }

    /**
     * One command at a time.
     *
     * @param recipients RCPT by ordinal, at least one
     * @return whether the host waits for the message; otherwise all recipients are decided
     */
    boolean oneByOne(Command mail, Map<Integer, Command> recipients) throws SessionFailure {
        dialogue.expect(dialogue.ask(mail, Stage.MAIL), Stage.MAIL);
        for (Map.Entry<Integer, Command> rcpt : recipients.entrySet()) {
            sort(rcpt.getKey(), dialogue.ask(rcpt.getValue(), Stage.RCPT));
        }
        return results.anyUndecided() && begins(dialogue.ask(new Command.Data(), Stage.DATA));
    }

    /**
     * MAIL, all RCPT and DATA in one go, in several where there are many recipients. What was sent
     * is answered: also where MAIL is refused, the replies to the rest are read.
     *
     * @param recipients RCPT by ordinal, at least one
     * @return whether the host waits for the message; otherwise all recipients are decided
     */
    boolean pipelined(Command mail, Map<Integer, Command> recipients) throws SessionFailure {
        List<Integer> ordinals = List.copyOf(recipients.keySet());
        for (int start = 0; start < ordinals.size(); start += WINDOW) {
            int end = Math.min(ordinals.size(), start + WINDOW);
            boolean last = end == ordinals.size();
            List<Integer> some = ordinals.subList(start, end);
            List<Command> commands = new ArrayList<>();
            if (start == 0) {
                commands.add(mail);
            }
            some.forEach(o -> commands.add(Objects.requireNonNull(recipients.get(o))));
            if (last) {
                commands.add(new Command.Data());
            }
            dialogue.send(commands, Stage.RCPT);
            if (start == 0) {
                Optional<UnexpectedReply> refused = mailReply();
                if (refused.isPresent()) {
                    results.failRest(refused.get());
                    skip(some.size(), last);
                    return false;
                }
            }
            for (Integer ordinal : some) {
                sort(ordinal, dialogue.read(Stage.RCPT));
            }
        }
        return begins(dialogue.read(Stage.DATA));
    }

    /** The final dot and its reply, which decides all recipients that the host took. */
    void end(byte[] ending) throws SessionFailure {
        // A final dot that is not sent cannot have made the host take the message.
        dialogue.expectSilence(Stage.BODY);
        dialogue.send(ending, Stage.END_OF_DATA);
        Reply reply = dialogue.read(Stage.END_OF_DATA);
        dialogue.expect(reply, Stage.END_OF_DATA);
        results.acceptRest(dialogue.host(), reply.summary());
    }

    private Optional<UnexpectedReply> mailReply() throws SessionFailure {
        Reply reply = dialogue.read(Stage.MAIL);
        if (reply.kind() == Reply.Kind.COMPLETED) {
            return Optional.empty();
        }
        UnexpectedReply refused = dialogue.unexpected(reply, Stage.MAIL);
        if (FailurePolicy.consequence(refused).connection() != Connection.KEEP) {
            throw new SessionFailure(refused);
        }
        return Optional.of(refused);
    }

    /** Reads what comes behind a refused MAIL; it decides nothing. */
    private void skip(int recipients, boolean data) throws SessionFailure {
        for (int i = 0; i < recipients; i++) {
            Reply reply = dialogue.read(Stage.RCPT);
            UnexpectedReply skipped = dialogue.unexpected(reply, Stage.RCPT);
            if (reply.kind() != Reply.Kind.COMPLETED && concernsAll(skipped)) {
                throw new SessionFailure(skipped);
            }
        }
        if (data) {
            begins(dialogue.read(Stage.DATA));
        }
    }

    private void sort(int ordinal, Reply reply) throws SessionFailure {
        if (reply.kind() == Reply.Kind.COMPLETED) {
            return;
        }
        UnexpectedReply refused = dialogue.unexpected(reply, Stage.RCPT);
        if (concernsAll(refused)) {
            throw new SessionFailure(refused);
        }
        results.fail(ordinal, refused);
    }

    private static boolean concernsAll(UnexpectedReply reply) {
        return FailurePolicy.consequence(reply).recipients() == Recipients.ALL;
    }

    /**
     * Whether the message is to follow. A host that waits for it although it took no recipient gets
     * a lone dot (RFC 2920 §3.1).
     */
    private boolean begins(Reply data) throws SessionFailure {
        if (data.code() == START_MAIL_INPUT) {
            if (results.anyUndecided()) {
                return true;
            }
            dialogue.send(LONE_DOT, Stage.BODY);
            dialogue.read(Stage.BODY);
            return false;
        }
        results.failRest(dialogue.unexpected(data, Stage.DATA));
        return false;
    }
}
