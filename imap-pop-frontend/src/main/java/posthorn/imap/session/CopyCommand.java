package posthorn.imap.session;

import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.StoreCommand;
import posthorn.frontend.store.StoreResult;
import posthorn.frontend.store.UidSet;
import posthorn.imap.grammar.ImapCommand;
import posthorn.imap.session.ImapState.Selected;

/** COPY and MOVE (RFC 3501 §6.4.7, RFC 6851), with COPYUID (RFC 4315 §3). */
final class CopyCommand {

    private CopyCommand() {}

    static TaggedResponse run(ImapSession session, Selected in, ImapCommand.Copy command) {
        SelectedMailbox mailbox = in.mailbox();
        if (command.move() && mailbox.readOnly()) {
            return ExpungeCommands.READ_ONLY;
        }
        UidSet uids =
                command.uid() ? mailbox.existing(command.set()) : mailbox.uidsOf(command.set());
        if (uids == null) {
            return TaggedResponse.bad("No such message");
        }
        if (uids.isEmpty()) {
            return TaggedResponse.ok("No messages");
        }
        StoreResult outcome =
                in.account()
                        .execute(
                                new StoreCommand.CopyMessages(
                                        mailbox.id(), uids, command.target(), command.move()));
        return switch (outcome) {
            case StoreResult.Done done -> done(session, command, uids, done);
            case StoreResult.Refused refused ->
                    refused.reason() == StoreResult.Reason.NO_SUCH_MAILBOX
                            ? TaggedResponse.no("TRYCREATE", "No such mailbox")
                            : MailboxTreeCommands.answer(refused, "");
        };
    }

    /**
     * RFC 6851 §4.3: for MOVE the code goes ahead of the EXPUNGE responses, which follow with the
     * changes.
     */
    private static TaggedResponse done(
            ImapSession session, ImapCommand.Copy command, UidSet asked, StoreResult.Done done) {
        String code = copyUid(done);
        boolean all = done.fromUids().equals(asked);
        if (command.move()) {
            if (code != null) {
                session.out().raw("* OK [").raw(code).raw("] Moved").line();
            }
            return all || command.uid()
                    ? TaggedResponse.ok("Moved")
                    : TaggedResponse.no("EXPUNGEISSUED", "Some of the messages no longer exist");
        }
        return all || command.uid()
                ? TaggedResponse.ok(code, "Copied")
                : TaggedResponse.no("EXPUNGEISSUED", "Some of the messages no longer exist");
    }

    private static @Nullable String copyUid(StoreResult.Done done) {
        return done.uids().isEmpty()
                ? null
                : "COPYUID " + done.uidValidity() + " " + done.fromUids() + " " + done.uids();
    }
}
