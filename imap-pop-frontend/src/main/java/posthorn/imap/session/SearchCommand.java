package posthorn.imap.session;

import posthorn.frontend.store.MessageIndex;
import posthorn.frontend.store.UidSet;
import posthorn.imap.grammar.ImapCommand;
import posthorn.imap.grammar.ResponseWriter;
import posthorn.imap.session.ImapState.Selected;

/** SEARCH (RFC 3501 §6.4.4), with mod-sequences (RFC 7162 §3.1.5). */
final class SearchCommand {

    private SearchCommand() {}

    static TaggedResponse run(ImapSession session, Selected in, ImapCommand.Search command) {
        SelectedMailbox mailbox = in.mailbox();
        SearchPlan plan = new SearchPlan(mailbox);
        if (!plan.numbersExist(command.key())) {
            return TaggedResponse.bad("No such message");
        }
        if (plan.usesModSeq(command.key())) {
            session.enableCondStore();
        }
        UidSet found = plan.find(in.account(), command.key());
        write(session.out(), mailbox.view(), found, command.uid(), plan.usesModSeq(command.key()));
        return TaggedResponse.ok("Searched");
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
