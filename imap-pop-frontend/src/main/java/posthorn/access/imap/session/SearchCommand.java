package posthorn.access.imap.session;

import posthorn.access.imap.grammar.Command;
import posthorn.access.imap.grammar.ResponseWriter;
import posthorn.access.imap.session.SessionState.Selected;
import posthorn.access.store.MessageIndex;
import posthorn.access.store.UidSet;

/** SEARCH (RFC 3501 §6.4.4), with mod-sequences (RFC 7162 §3.1.5). */
final class SearchCommand {

    private SearchCommand() {}

    static Answer run(ImapSession session, Selected in, Command.Search command) {
        SelectedMailbox mailbox = in.mailbox();
        SearchPlan plan = new SearchPlan(mailbox);
        if (!plan.numbersExist(command.key())) {
            return Answer.bad("No such message");
        }
        if (plan.usesModSeq(command.key())) {
            session.enableCondStore();
        }
        UidSet found = plan.find(in.account(), command.key());
        write(session.out(), mailbox.view(), found, command.uid(), plan.usesModSeq(command.key()));
        return Answer.ok("Searched");
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
