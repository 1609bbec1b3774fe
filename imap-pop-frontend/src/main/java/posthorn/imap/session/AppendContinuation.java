package posthorn.imap.session;

import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.AppendedMessage;
import posthorn.frontend.store.MessageAppend;
import posthorn.frontend.store.StoreResult;
import posthorn.frontend.store.StoreUnavailableException;
import posthorn.imap.grammar.ClientInput;
import posthorn.imap.grammar.ImapCommand;

/**
 * APPEND (RFC 3501 §6.3.11): its message goes to the store as it comes in. When the store goes away
 * in the middle, the rest is read and dropped, and the answer says so.
 */
final class AppendContinuation implements CommandContinuation {

    /**
     * For a message larger than this it pays to look first whether there is such a mailbox, and
     * room.
     */
    private static final long LOOK_FIRST = 64 * 1024;

    /** RFC 3501 §9: the octets of a literal are CHAR8, which NUL is not. */
    private static final TaggedResponse NUL = TaggedResponse.bad("NUL in a literal");

    private static final TaggedResponse TOO_MANY =
            TaggedResponse.no(
                    "LIMIT", "Too many messages of this account are on their way; try again later");

    private static final TaggedResponse AWAY =
            TaggedResponse.no(
                    "UNAVAILABLE", "The mail store does not answer; try again in a minute");

    private final String tag;
    private final MessageAppend appending;

    /** Why the rest of the message is dropped; null: it is taken. */
    private @Nullable TaggedResponse refused;

    private AppendContinuation(String tag, MessageAppend appending) {
        this.tag = tag;
        this.appending = appending;
    }

    /** Makes it the dialogue of the session; else the answer that refuses it. */
    static @Nullable TaggedResponse begin(ImapSession session, ClientInput.AppendBegins input) {
        AccountSession account = session.account();
        if (account == null) {
            return TaggedResponse.bad("Sign in first");
        }
        ImapCommand.Append append = input.append();
        TaggedResponse refused = refusal(session, account, append);
        if (refused != null) {
            return refused;
        }
        AppendedMessage message =
                new AppendedMessage(
                        append.mailbox(),
                        Flags.canonical(append.flags()),
                        append.internalDate().orElse(0),
                        append.octets());
        session.append(new AppendContinuation(input.tag(), account.append(message)));
        return null;
    }

    private static @Nullable TaggedResponse refusal(
            ImapSession session, AccountSession account, ImapCommand.Append append) {
        String problem = Flags.problem(append.flags());
        if (problem != null) {
            return TaggedResponse.bad(TaggedResponse.ascii(problem));
        }
        if (append.octets() == 0) {
            return TaggedResponse.no("CANNOT", "A message has at least one octet");
        }
        long most = session.settings().limits().message();
        if (append.octets() > most) {
            return TaggedResponse.no("TOOBIG", "A message has at most " + most + " octets here");
        }
        return append.octets() > LOOK_FIRST ? refusal(account.list(), append) : null;
    }

    private static @Nullable TaggedResponse refusal(
            AccountSession.AccountListing listing, ImapCommand.Append append) {
        if (listing.mailboxes().stream().noneMatch(m -> m.name().equals(append.mailbox()))) {
            return TaggedResponse.no("TRYCREATE", "No such mailbox");
        }
        return listing.quota().hasRoomFor(append.octets())
                ? null
                : TaggedResponse.no("OVERQUOTA", "The account is full");
    }

    void octets(ClientInput.MessageOctets input) {
        if (refused == null) {
            refused = hasNul(input) ? NUL : write(input);
            if (refused != null) {
                appending.close();
            }
        }
    }

    private @Nullable TaggedResponse write(ClientInput.MessageOctets input) {
        try {
            return appending.write(input.octets(), input.offset(), input.length())
                    ? null
                    : TOO_MANY;
        } catch (StoreUnavailableException away) {
            return AWAY;
        }
    }

    private static boolean hasNul(ClientInput.MessageOctets input) {
        for (int i = input.offset(); i < input.offset() + input.length(); i++) {
            if (input.octets()[i] == 0) {
                return true;
            }
        }
        return false;
    }

    TaggedResponse end() {
        if (refused != null) {
            return refused;
        }
        try (appending) {
            return switch (appending.finish()) {
                case StoreResult.Done done ->
                        TaggedResponse.ok(
                                "APPENDUID " + done.uidValidity() + " " + done.uids(), "Appended");
                case StoreResult.Refused refused ->
                        refused.reason() == StoreResult.Reason.NO_SUCH_MAILBOX
                                ? TaggedResponse.no("TRYCREATE", "No such mailbox")
                                : MailboxTreeCommands.answer(refused, "");
            };
        } catch (StoreUnavailableException away) {
            return TaggedResponse.no(
                    "UNAVAILABLE",
                    "The mail store did not answer: look whether the message is there");
        }
    }

    void abandon() {
        appending.close();
    }

    @Override
    public TaggedResponse line(String octets) {
        throw new IllegalStateException("a message is no line");
    }

    @Override
    public String tag() {
        return tag;
    }
}
