package posthorn.access.imap.session;

import org.jspecify.annotations.Nullable;
import posthorn.access.imap.grammar.Command;
import posthorn.access.imap.session.SessionState.Authenticated;
import posthorn.access.imap.session.SessionState.Ended;
import posthorn.access.imap.session.SessionState.NotAuthenticated;
import posthorn.access.imap.session.SessionState.Selected;
import posthorn.access.store.AccountView;

/** Which command goes where, and whether the state allows it (RFC 3501 §6). */
final class Dispatch {

    private static final Answer SIGN_IN_FIRST = Answer.bad("Sign in first");

    private Dispatch() {}

    /** The answer; null: it follows later. */
    static @Nullable Answer command(ImapSession session, String tag, Command command) {
        return switch (command) {
            case Command.Capability c -> {
                session.out().raw("* CAPABILITY ").raw(Capabilities.of(session)).line();
                yield Answer.ok("Capabilities told");
            }
            case Command.Noop c -> Answer.ok("Nothing done");
            case Command.Logout c -> {
                session.logout(tag);
                yield null;
            }
            case Command.Id c -> id(session);
            case Command.StartTls c -> SignInCommands.startTls(session, tag);
            case Command.Authenticate c -> SignInCommands.authenticate(session, tag, c);
            case Command.Login c -> SignInCommands.login(session, c);
            case Command.Authenticated c -> authenticated(session, tag, c);
            case Command.Selected c -> selected(session, c);
        };
    }

    private static Answer id(ImapSession session) {
        session.out()
                .raw("* ID (\"name\" \"Posthorn\" \"version\" ")
                .string(session.settings().version())
                .raw(')')
                .line();
        return Answer.ok("Pleased to meet you");
    }

    private static @Nullable Answer idle(ImapSession session, String tag) {
        session.begin(new IdleDialogue(tag));
        session.out().raw("+ idling").line();
        session.push();
        return null;
    }

    private static @Nullable Answer authenticated(
            ImapSession session, String tag, Command.Authenticated command) {
        AccountView account = session.account();
        if (account == null) {
            return SIGN_IN_FIRST;
        }
        return switch (command) {
            case Command.Enable c -> enable(session, c);
            case Command.Select c -> SelectCommand.run(session, account, c);
            case Command.Create c -> MailboxCommands.create(account, c);
            case Command.Delete c -> MailboxCommands.delete(session, account, c);
            case Command.Rename c -> MailboxCommands.rename(account, c);
            case Command.Subscribe c -> MailboxCommands.subscribe(account, c);
            case Command.ListMailboxes c -> ListCommands.list(session, account, c);
            case Command.ListSubscribed c -> ListCommands.lsub(session, account, c);
            case Command.Namespace c -> {
                session.out().raw("* NAMESPACE ((\"\" \"/\")) NIL NIL").line();
                yield Answer.ok("Namespaces told");
            }
            case Command.Status c -> StatusCommand.run(session, account, c);
            case Command.Idle c -> idle(session, tag);
            case Command.Append c -> throw new IllegalStateException("it begins with its message");
        };
    }

    private static Answer enable(ImapSession session, Command.Enable command) {
        boolean condStore = command.extensions().contains("CONDSTORE");
        if (condStore) {
            session.enableCondStore();
        }
        session.out().raw(condStore ? "* ENABLED CONDSTORE" : "* ENABLED").line();
        return Answer.ok("Enabled");
    }

    private static Answer selected(ImapSession session, Command.Selected command) {
        return switch (session.state()) {
            case Selected in ->
                    switch (command) {
                        case Command.Check c -> Answer.ok("Checked");
                        case Command.Close c -> ExpungeCommands.close(session, in);
                        case Command.Unselect c -> {
                            session.select(in.account(), null);
                            yield Answer.ok("Mailbox left");
                        }
                        case Command.Expunge c -> ExpungeCommands.expunge(in, c);
                        case Command.Search c -> SearchCommand.run(session, in, c);
                        case Command.Fetch c -> FetchCommand.run(session, in, c);
                        case Command.Store c -> StoreFlagsCommand.run(session, in, c);
                        case Command.Copy c -> CopyCommand.run(session, in, c);
                    };
            case Authenticated in -> Answer.bad("Select a mailbox first");
            case NotAuthenticated in -> SIGN_IN_FIRST;
            case Ended in -> SIGN_IN_FIRST;
        };
    }

    /** RFC 3501 §7.4.1: not while FETCH, STORE or SEARCH by sequence number is in progress. */
    static boolean allowsExpunges(Command command) {
        return switch (command) {
            case Command.Fetch fetch -> fetch.uid();
            case Command.Store store -> store.uid();
            case Command.Search search -> search.uid();
            default -> true;
        };
    }
}
