package posthorn.mailbox.gateway;

import java.util.Optional;
import posthorn.mailbox.gateway.RecipientCheck.Answer;
import posthorn.protocol.smtp.Capabilities;
import posthorn.protocol.smtp.Command;
import posthorn.protocol.smtp.EsmtpParameter;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.Mailbox;
import posthorn.protocol.smtp.Reply;
import posthorn.protocol.smtp.ReversePath;

/**
 * What is said to a host to learn whether it takes a recipient: greeting, EHLO (HELO where that is
 * not understood), MAIL with the null reverse-path, RCPT, and no message (RFC 5321 §3.3). Pure; for
 * one thread at a time.
 */
final class RecipientDialogue {

    private enum Stage {
        GREETING,
        EHLO,
        HELO,
        MAIL,
        RCPT,
        OVER
    }

    /** What follows from a reply: a command, or the answer. */
    sealed interface Next {
        /** Say this, and give the reply to it. */
        record Say(Command command) implements Next {}

        /** That is it; nothing but QUIT is to be said. */
        record Done(Answer answer) implements Next {}
    }

    private final String name;
    private final Mailbox recipient;
    private Stage stage = Stage.GREETING;

    /**
     * @param name what we call ourselves
     */
    RecipientDialogue(String name, Mailbox recipient) {
        this.name = name;
        this.recipient = recipient;
    }

    /** Goes on with a reply. */
    Next next(Reply reply) {
        boolean good = reply.kind() == Reply.Kind.COMPLETED;
        return switch (stage) {
            case GREETING -> good ? say(Stage.EHLO, new Command.Ehlo(name)) : done(Answer.NOT_NOW);
            case EHLO -> {
                if (good) {
                    yield mail(Capabilities.of(reply));
                }
                yield reply.kind() == Reply.Kind.PERMANENT_FAILURE
                        ? say(Stage.HELO, new Command.Helo(name))
                        : done(Answer.NOT_NOW);
            }
            case HELO -> good ? mail(Capabilities.NONE) : done(Answer.NOT_NOW);
            case MAIL ->
                    good
                            ? say(
                                    Stage.RCPT,
                                    new Command.Rcpt(
                                            new ForwardPath.Recipient(recipient),
                                            java.util.List.of()))
                            : done(Answer.NOT_NOW);
            case RCPT ->
                    done(
                            switch (reply.kind()) {
                                case COMPLETED -> Answer.TAKEN;
                                case PERMANENT_FAILURE -> Answer.REFUSED;
                                case INTERMEDIATE, TRANSIENT_FAILURE -> Answer.NOT_NOW;
                            });
            case OVER -> done(Answer.NOT_NOW);
        };
    }

    /** An address that the host could not even read is not refused by it. */
    private Next mail(Capabilities offered) {
        if (recipient.isInternational() && !offered.has("SMTPUTF8")) {
            return done(Answer.NOT_NOW);
        }
        Optional<EsmtpParameter> utf8 =
                recipient.isInternational()
                        ? Optional.of(EsmtpParameter.of("SMTPUTF8"))
                        : Optional.empty();
        return say(Stage.MAIL, new Command.Mail(ReversePath.NULL, utf8.stream().toList()));
    }

    private Next say(Stage next, Command command) {
        stage = next;
        return new Next.Say(command);
    }

    private Next done(Answer answer) {
        stage = Stage.OVER;
        return new Next.Done(answer);
    }
}
