package posthorn.access.imap.session;

import org.jspecify.annotations.Nullable;
import posthorn.access.imap.grammar.Command;
import posthorn.access.imap.session.SessionState.Selected;
import posthorn.access.store.Outcome;
import posthorn.access.store.StoreCommand;
import posthorn.access.store.UidSet;

/** COPY and MOVE (RFC 3501 §6.4.7, RFC 6851), with COPYUID (RFC 4315 §3). */
final class CopyCommand {

    private CopyCommand() {}

    static Answer run(ImapSession session, Selected in, Command.Copy command) {
        SelectedMailbox mailbox = in.mailbox();
        if (command.move() && mailbox.readOnly()) {
            return ExpungeCommands.READ_ONLY;
        }
        UidSet uids =
                command.uid() ? mailbox.existing(command.set()) : mailbox.uidsOf(command.set());
        if (uids == null) {
            return Answer.bad("No such message");
        }
        if (uids.isEmpty()) {
            return Answer.ok("No messages");
        }
        Outcome outcome =
                in.account()
                        .execute(
                                new StoreCommand.CopyMessages(
                                        mailbox.id(), uids, command.target(), command.move()));
        return switch (outcome) {
            case Outcome.Done done -> done(session, command, uids, done);
            case Outcome.Refused refused ->
                    refused.reason() == Outcome.Refusal.NO_SUCH_MAILBOX
                            ? Answer.no("TRYCREATE", "No such mailbox")
                            : MailboxCommands.answer(refused, "");
        };
    }

    /**
     * RFC 6851 §4.3: for MOVE the code goes ahead of the EXPUNGE responses, which follow with the
     * changes.
     */
    private static Answer done(
            ImapSession session, Command.Copy command, UidSet asked, Outcome.Done done) {
        String code = copyUid(done);
        boolean all = done.fromUids().equals(asked);
        if (command.move()) {
            if (code != null) {
                session.out().raw("* OK [").raw(code).raw("] Moved").line();
            }
            return all || command.uid()
                    ? Answer.ok("Moved")
                    : Answer.no("EXPUNGEISSUED", "Some of the messages no longer exist");
        }
        return all || command.uid()
                ? Answer.ok(code, "Copied")
                : Answer.no("EXPUNGEISSUED", "Some of the messages no longer exist");
    }

    private static @Nullable String copyUid(Outcome.Done done) {
        return done.uids().isEmpty()
                ? null
                : "COPYUID " + done.uidValidity() + " " + done.fromUids() + " " + done.uids();
    }
}
