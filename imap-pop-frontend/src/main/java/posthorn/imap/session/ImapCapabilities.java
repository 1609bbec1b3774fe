package posthorn.imap.session;

/** What the server can do, by the state of the session (RFC 3501 §6.1.1). */
final class ImapCapabilities {

    private static final String ALWAYS =
            "IMAP4rev1 LITERAL+ SASL-IR ID ENABLE IDLE NAMESPACE CHILDREN UIDPLUS UNSELECT MOVE SPECIAL-USE"
                    + " CREATE-SPECIAL-USE QUOTA QUOTA=RES-STORAGE QUOTA=RES-MESSAGE CONDSTORE";

    private ImapCapabilities() {}

    static String of(ImapSession session) {
        if (session.signedIn()) {
            return ALWAYS + " APPENDLIMIT=" + session.settings().limits().message();
        }
        boolean mayStartTls = session.client().mayStartTls() && !session.client().secure();
        String tls = mayStartTls ? " STARTTLS" : "";
        StringBuilder all = new StringBuilder(ALWAYS).append(tls);
        session.client()
                .offer()
                .mechanisms()
                .forEach(each -> all.append(" AUTH=").append(each.word()));
        return all.append(session.client().offer().takesPasswords() ? "" : " LOGINDISABLED")
                .toString();
    }
}
