package posthorn.imap.session;

import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.QuotaUsage;
import posthorn.imap.grammar.ImapCommand;
import posthorn.imap.grammar.ResponseWriter;

/**
 * GETQUOTA, GETQUOTAROOT and SETQUOTA (RFC 9208 §4.1). All mailboxes of an account share one quota
 * root, which is named "". An account without limits has no quota root.
 */
final class QuotaCommands {

    private static final String ROOT = "";

    /** What STORAGE counts in (RFC 9208 §5.1). */
    private static final long UNIT = 1024;

    private QuotaCommands() {}

    static TaggedResponse get(
            ImapSession session, AccountSession account, ImapCommand.GetQuota command) {
        QuotaUsage quota = account.list().quota();
        if (!command.root().equals(ROOT) || !quota.isLimited()) {
            return TaggedResponse.no("NONEXISTENT", "No such quota root");
        }
        write(session.out(), quota);
        return TaggedResponse.ok("Quota told");
    }

    static TaggedResponse root(
            ImapSession session, AccountSession account, ImapCommand.GetQuotaRoot command) {
        AccountSession.AccountListing listing = account.list();
        if (listing.mailboxes().stream().noneMatch(m -> m.name().equals(command.mailbox()))) {
            return TaggedResponse.no("NONEXISTENT", "No such mailbox");
        }
        ResponseWriter out = session.out();
        out.raw("* QUOTAROOT ").mailbox(command.mailbox());
        if (listing.quota().isLimited()) {
            out.raw(' ').string(ROOT).line();
            write(out, listing.quota());
        } else {
            out.line();
        }
        return TaggedResponse.ok("Quota root told");
    }

    /** Administrators set quotas, and not by IMAP. */
    static TaggedResponse set() {
        return TaggedResponse.no("NOPERM", "Only an administrator sets quotas");
    }

    private static void write(ResponseWriter out, QuotaUsage quota) {
        out.raw("* QUOTA ").string(ROOT).raw(" (");
        if (quota.octetsLimit() > 0) {
            out.raw("STORAGE ").number(units(quota.octets())).raw(' ');
            out.number(units(quota.octetsLimit()));
        }
        if (quota.messagesLimit() > 0) {
            out.raw(quota.octetsLimit() > 0 ? " " : "").raw("MESSAGE ");
            out.number(quota.messages()).raw(' ').number(quota.messagesLimit());
        }
        out.raw(')').line();
    }

    /** What has begun counts whole, of what is used and of what may be. */
    private static long units(long octets) {
        return octets / UNIT + (octets % UNIT == 0 ? 0 : 1);
    }
}
