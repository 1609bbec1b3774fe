package posthorn.access.imap.session;

import org.jspecify.annotations.Nullable;
import posthorn.access.imap.grammar.Command;
import posthorn.access.imap.grammar.Input;
import posthorn.access.store.AccountView;
import posthorn.access.store.Appending;
import posthorn.access.store.NewMessage;
import posthorn.access.store.Outcome;
import posthorn.access.store.StoreUnavailableException;

/**
 * APPEND (RFC 3501 §6.3.11): its message goes to the store as it comes in. When the store goes away
 * in the middle, the rest is read and dropped, and the answer says so.
 */
final class AppendDialogue implements Dialogue {

    /** For a message larger than this it pays to look first whether there is such a mailbox. */
    private static final long LOOK_FIRST = 64 * 1024;

    private final String tag;
    private final Appending appending;
    private boolean failed;

    private AppendDialogue(String tag, Appending appending) {
        this.tag = tag;
        this.appending = appending;
    }

    /** Makes it the dialogue of the session; else the answer that refuses it. */
    static @Nullable Answer begin(ImapSession session, Input.AppendBegins input) {
        AccountView account = session.account();
        if (account == null) {
            return Answer.bad("Sign in first");
        }
        Command.Append append = input.append();
        Answer refused = refusal(session, account, append);
        if (refused != null) {
            return refused;
        }
        NewMessage message =
                new NewMessage(
                        append.mailbox(),
                        Flags.canonical(append.flags()),
                        append.internalDate().orElse(0),
                        append.octets());
        session.append(new AppendDialogue(input.tag(), account.append(message)));
        return null;
    }

    private static @Nullable Answer refusal(
            ImapSession session, AccountView account, Command.Append append) {
        String problem = Flags.problem(append.flags());
        if (problem != null) {
            return Answer.bad(Answer.ascii(problem));
        }
        if (append.octets() == 0) {
            return Answer.no("CANNOT", "A message has at least one octet");
        }
        long most = session.settings().limits().message();
        if (append.octets() > most) {
            return Answer.no("TOOBIG", "A message has at most " + most + " octets here");
        }
        return append.octets() > LOOK_FIRST
                        && MailboxCommands.find(account, append.mailbox()) == null
                ? Answer.no("TRYCREATE", "No such mailbox")
                : null;
    }

    void octets(Input.MessageOctets input) {
        if (failed) {
            return;
        }
        try {
            appending.write(input.octets(), input.offset(), input.length());
        } catch (StoreUnavailableException away) {
            failed = true;
            appending.close();
        }
    }

    Answer end() {
        if (failed) {
            return Answer.no(
                    "UNAVAILABLE", "The mail store does not answer; try again in a minute");
        }
        try (appending) {
            return switch (appending.finish()) {
                case Outcome.Done done ->
                        Answer.ok(
                                "APPENDUID " + done.uidValidity() + " " + done.uids(), "Appended");
                case Outcome.Refused refused ->
                        refused.reason() == Outcome.Refusal.NO_SUCH_MAILBOX
                                ? Answer.no("TRYCREATE", "No such mailbox")
                                : MailboxCommands.answer(refused, "");
            };
        } catch (StoreUnavailableException away) {
            return Answer.no(
                    "UNAVAILABLE",
                    "The mail store did not answer: look whether the message is there");
        }
    }

    void abandon() {
        appending.close();
    }

    @Override
    public Answer line(String octets) {
        throw new IllegalStateException("a message is no line");
    }

    @Override
    public String tag() {
        return tag;
    }
}
