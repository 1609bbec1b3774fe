package posthorn.imap.session;

import posthorn.frontend.store.MessageIndex;
import posthorn.frontend.store.SearchRefusedException;
import posthorn.frontend.store.UidSet;
import posthorn.imap.grammar.ImapCommand;
import posthorn.imap.grammar.ResponseWriter;
import posthorn.imap.session.ImapState.Selected;

/** SEARCH (RFC 3501 §6.4.4), with mod-sequences (RFC 7162 §3.1.5). */
final class SearchCommand {

    private static final TaggedResponse TOO_COMPLEX =
            TaggedResponse.no("LIMIT", "Search is too complex");

    private SearchCommand() {}

    static TaggedResponse run(ImapSession session, Selected in, ImapCommand.Search command) {
        SelectedMailbox mailbox = in.mailbox();
        SearchPlan plan = new SearchPlan(mailbox, session.connection());
        if (SearchPlan.keys(command.key()) > session.settings().searchKeys()) {
            return TOO_COMPLEX;
        }
        if (!plan.numbersExist(command.key())) {
            return TaggedResponse.bad("No such message");
        }
        if (plan.usesModSeq(command.key())) {
            session.enableCondStore();
        }
        try {
            UidSet found = plan.find(in.account(), command.key(), new Waiting(session)::isWanted);
            write(
                    session.out(),
                    mailbox.view(),
                    found,
                    command.uid(),
                    plan.usesModSeq(command.key()));
            return TaggedResponse.ok("Searched");
        } catch (SearchRefusedException refused) {
            return refused(refused);
        }
    }

    private static TaggedResponse refused(SearchRefusedException refused) {
        return switch (refused.reason()) {
            case TERM_TOO_LONG -> TaggedResponse.no("LIMIT", "A text to search for is too long");
            case TOO_MANY_KEYS -> TOO_COMPLEX;
            case TOO_MANY_SEARCHES ->
                    TaggedResponse.no(
                            "LIMIT", "Too many searches of this account; wait for the others");
            case TOOK_TOO_LONG ->
                    TaggedResponse.no("LIMIT", "The search took too long; ask for less at once");
            case NOT_WANTED -> throw new ResponseWriter.ClientGoneException(refused);
        };
    }

    /** A client that waits for a search: told now and then that it goes on, and perhaps gone. */
    private static final class Waiting {
        /** So that a client that has left without a word is found out; some ten seconds. */
        private static final int LOOKS_BETWEEN_WORDS = 50;

        private final ImapSession session;
        private int looks;

        Waiting(ImapSession session) {
            this.session = session;
        }

        boolean isWanted() {
            if (++looks % LOOKS_BETWEEN_WORDS == 0) {
                session.out().raw("* OK Still searching").line().flush();
            }
            return session.connection().isClientThere();
        }
    }

    private static void write(
            ResponseWriter out, MessageIndex view, UidSet found, boolean uid, boolean modSeqs) {
        out.raw("* SEARCH");
        long highest = 0;
        for (int i = 0; i < found.ranges(); i++) {
            int position = view.lowerBound(found.first(i));
            for (; position < view.size() && view.uid(position) <= found.last(i); position++) {
                out.raw(' ').number(uid ? view.uid(position) : position + 1L);
                highest = Math.max(highest, view.modSeq(position));
            }
        }
        if (modSeqs && highest > 0) {
            out.raw(" (MODSEQ ").number(highest).raw(')');
        }
        out.line();
    }
}
