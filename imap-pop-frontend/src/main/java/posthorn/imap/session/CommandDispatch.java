package posthorn.imap.session;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.AccountSession;
import posthorn.imap.grammar.ImapCommand;
import posthorn.imap.session.ImapState.Authenticated;
import posthorn.imap.session.ImapState.Ended;
import posthorn.imap.session.ImapState.NotAuthenticated;
import posthorn.imap.session.ImapState.Selected;

/** Which command goes where, and whether the state allows it (RFC 3501 §6). */
final class CommandDispatch {

    private static final TaggedResponse SIGN_IN_FIRST = TaggedResponse.bad("Sign in first");

    private CommandDispatch() {}

    /** The answer; null: it follows later. */
    static @Nullable TaggedResponse command(ImapSession session, String tag, ImapCommand command) {
        return switch (command) {
            case ImapCommand.Capability c -> {
                session.out().raw("* CAPABILITY ").raw(ImapCapabilities.of(session)).line();
                yield TaggedResponse.ok("Capabilities told");
            }
            case ImapCommand.Noop c -> TaggedResponse.ok("Nothing done");
            case ImapCommand.Logout c -> {
                session.logout(tag);
                yield null;
            }
            case ImapCommand.Id c -> id(session, c);
            case ImapCommand.StartTls c -> SignInCommands.startTls(session, tag);
            case ImapCommand.Authenticate c -> SignInCommands.authenticate(session, tag, c);
            case ImapCommand.Login c -> SignInCommands.login(session, tag, c);
            case ImapCommand.Authenticated c -> authenticated(session, tag, c);
            case ImapCommand.Selected c -> selected(session, c);
        };
    }

    private static TaggedResponse id(ImapSession session, ImapCommand.Id command) {
        session.named(
                Stream.of("name", "version")
                        .map(command.fields()::get)
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(" ")));
        session.out()
                .raw("* ID (\"name\" \"Posthorn\" \"version\" ")
                .string(session.settings().version())
                .raw(')')
                .line();
        return TaggedResponse.ok("Pleased to meet you");
    }

    private static @Nullable TaggedResponse idle(ImapSession session, String tag) {
        session.begin(new IdleContinuation(tag));
        session.out().raw("+ idling").line();
        session.push();
        return null;
    }

    private static @Nullable TaggedResponse authenticated(
            ImapSession session, String tag, ImapCommand.Authenticated command) {
        AccountSession account = session.account();
        if (account == null) {
            return SIGN_IN_FIRST;
        }
        return switch (command) {
            case ImapCommand.Enable c -> enable(session, c);
            case ImapCommand.Select c -> SelectCommand.run(session, account, c);
            case ImapCommand.Create c -> MailboxTreeCommands.create(account, c);
            case ImapCommand.Delete c -> MailboxTreeCommands.delete(session, account, c);
            case ImapCommand.Rename c -> MailboxTreeCommands.rename(account, c);
            case ImapCommand.Subscribe c -> MailboxTreeCommands.subscribe(account, c);
            case ImapCommand.ListMailboxes c -> ListCommands.list(session, account, c);
            case ImapCommand.ListSubscribed c -> ListCommands.lsub(session, account, c);
            case ImapCommand.Namespace c -> {
                session.out().raw("* NAMESPACE ((\"\" \"/\")) NIL NIL").line();
                yield TaggedResponse.ok("Namespaces told");
            }
            case ImapCommand.Status c -> StatusCommand.run(session, account, c);
            case ImapCommand.GetQuota c -> QuotaCommands.get(session, account, c);
            case ImapCommand.GetQuotaRoot c -> QuotaCommands.root(session, account, c);
            case ImapCommand.SetQuota c -> QuotaCommands.set();
            case ImapCommand.Idle c -> idle(session, tag);
            case ImapCommand.Append c ->
                    throw new IllegalStateException("it begins with its message");
        };
    }

    private static TaggedResponse enable(ImapSession session, ImapCommand.Enable command) {
        boolean condStore = command.extensions().contains("CONDSTORE");
        if (condStore) {
            session.enableCondStore();
        }
        session.out().raw(condStore ? "* ENABLED CONDSTORE" : "* ENABLED").line();
        return TaggedResponse.ok("Enabled");
    }

    private static TaggedResponse selected(ImapSession session, ImapCommand.Selected command) {
        return switch (session.state()) {
            case Selected in ->
                    switch (command) {
                        case ImapCommand.Check c -> TaggedResponse.ok("Checked");
                        case ImapCommand.Close c -> ExpungeCommands.close(session, in);
                        case ImapCommand.Unselect c -> {
                            session.select(in.account(), null);
                            yield TaggedResponse.ok("Mailbox left");
                        }
                        case ImapCommand.Expunge c -> ExpungeCommands.expunge(in, c);
                        case ImapCommand.Search c -> SearchCommand.run(session, in, c);
                        case ImapCommand.Fetch c -> FetchCommand.run(session, in, c);
                        case ImapCommand.Store c -> StoreFlagsCommand.run(session, in, c);
                        case ImapCommand.Copy c -> CopyCommand.run(session, in, c);
                    };
            case Authenticated in -> TaggedResponse.bad("Select a mailbox first");
            case NotAuthenticated in -> SIGN_IN_FIRST;
            case Ended in -> SIGN_IN_FIRST;
        };
    }

    /** RFC 3501 §7.4.1: not while FETCH, STORE or SEARCH by sequence number is in progress. */
    static boolean allowsExpunges(ImapCommand command) {
        return switch (command) {
            case ImapCommand.Fetch fetch -> fetch.uid();
            case ImapCommand.Store store -> store.uid();
            case ImapCommand.Search search -> search.uid();
            default -> true;
        };
    }
}
