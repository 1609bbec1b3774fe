package posthorn.imap.session;

import java.util.List;
import posthorn.frontend.store.MessageIndex;
import posthorn.frontend.store.StoreCommand;
import posthorn.frontend.store.StoreResult;
import posthorn.frontend.store.UidSet;
import posthorn.imap.grammar.ImapCommand;
import posthorn.imap.session.ImapState.Selected;

/** STORE (RFC 3501 §6.4.6) and its condition (RFC 7162 §3.1.3). */
final class StoreFlagsCommand {

    private StoreFlagsCommand() {}

    static TaggedResponse run(ImapSession session, Selected in, ImapCommand.Store command) {
        SelectedMailbox mailbox = in.mailbox();
        String problem = Flags.problem(command.flags());
        if (problem != null) {
            return TaggedResponse.bad(TaggedResponse.ascii(problem));
        }
        if (mailbox.readOnly()) {
            return ExpungeCommands.READ_ONLY;
        }
        if (command.unchangedSince().isPresent()) {
            session.enableCondStore();
        }
        UidSet uids =
                command.uid() ? mailbox.existing(command.set()) : mailbox.uidsOf(command.set());
        if (uids == null) {
            return TaggedResponse.bad("No such message");
        }
        return uids.isEmpty()
                ? TaggedResponse.ok("No messages")
                : store(session, in, command, uids);
    }

    private static TaggedResponse store(
            ImapSession session, Selected in, ImapCommand.Store command, UidSet uids) {
        SelectedMailbox mailbox = in.mailbox();
        List<String> flags = Flags.canonical(command.flags());
        StoreCommand.StoreFlags store =
                new StoreCommand.StoreFlags(
                        mailbox.id(), uids, mode(command.mode()), flags, command.unchangedSince());
        return switch (in.account().execute(store)) {
            case StoreResult.Done done -> {
                tell(session, mailbox, command, uids, done);
                yield answer(mailbox, command, uids, done);
            }
            case StoreResult.Refused refused -> MailboxTreeCommands.answer(refused, "");
        };
    }

    static StoreCommand.FlagMode mode(ImapCommand.StoreMode mode) {
        return switch (mode) {
            case REPLACE -> StoreCommand.FlagMode.REPLACE;
            case ADD -> StoreCommand.FlagMode.ADD;
            case REMOVE -> StoreCommand.FlagMode.REMOVE;
        };
    }

    /**
     * With .SILENT the client is told only of what is not as it must think it is; and of
     * mod-sequences, when it knows about them. Otherwise of every message that it named.
     */
    private static void tell(
            ImapSession session,
            SelectedMailbox mailbox,
            ImapCommand.Store command,
            UidSet uids,
            StoreResult.Done done) {
        MessageIndex before = mailbox.view();
        if (command.silent()) {
            UidSet expected = session.condStore() ? UidSet.EMPTY : expected(mailbox, command, uids);
            session.sync(command.uid(), expected);
            return;
        }
        session.sync(command.uid(), uids);
        MessageIndex now = mailbox.view();
        mailbox.latest()
                .present(uids)
                .forEach(uid -> {
                    int position = now.position(uid);
                    int old = before.position(uid);
                    boolean unchanged =
                            position >= 0 && old >= 0 && before.flags(old) == now.flags(position);
                    if (position >= 0 && !(unchanged && done.modified().contains(uid))) {
                        mailbox.writeFlagsOf(session.out(), position, session.condStore());
                    }
                });
    }

    /**
     * Messages whose flags are now what this command alone would have made of what the client knew.
     */
    private static UidSet expected(
            SelectedMailbox mailbox, ImapCommand.Store command, UidSet uids) {
        MessageIndex before = mailbox.view();
        MessageIndex now = mailbox.latest();
        long bits = now.names().bits(command.flags());
        UidSet.Builder expected = UidSet.builder();
        uids.forEach(uid -> {
            int old = before.position(uid);
            int position = now.position(uid);
            if (old >= 0 && position >= 0) {
                long flags =
                        switch (command.mode()) {
                            case REPLACE -> bits;
                            case ADD -> before.flags(old) | bits;
                            case REMOVE -> before.flags(old) & ~bits;
                        };
                if (flags == now.flags(position)) {
                    expected.add(uid);
                }
            }
        });
        return expected.build();
    }

    /** RFC 2180 §4.2: with .SILENT it is enough that all that are still there were changed. */
    private static TaggedResponse answer(
            SelectedMailbox mailbox,
            ImapCommand.Store command,
            UidSet uids,
            StoreResult.Done done) {
        if (!done.modified().isEmpty()) {
            UidSet failed = command.uid() ? done.modified() : mailbox.numbersOf(done.modified());
            return TaggedResponse.ok("MODIFIED " + failed, "Some had changed and were left alone");
        }
        boolean gone = mailbox.latest().present(uids).count() < uids.count();
        return gone && !command.uid() && !command.silent()
                ? TaggedResponse.no("EXPUNGEISSUED", "Some of the messages no longer exist")
                : TaggedResponse.ok("Stored");
    }
}
