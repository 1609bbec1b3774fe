package posthorn.imap.session;

/** What the server can do, by the state of the session (RFC 3501 §6.1.1). */
final class ImapCapabilities {

    private static final String ALWAYS =
            "IMAP4rev1 LITERAL+ SASL-IR ID ENABLE IDLE NAMESPACE CHILDREN UIDPLUS UNSELECT MOVE SPECIAL-USE"
                    + " CREATE-SPECIAL-USE CONDSTORE";

    private ImapCapabilities() {}

    static String of(ImapSession session) {
        if (session.signedIn()) {
            return ALWAYS + " APPENDLIMIT=" + session.settings().limits().message();
        }
        boolean mayStartTls = session.client().mayStartTls() && !session.secure();
        String tls = mayStartTls ? " STARTTLS" : "";
        return ALWAYS + tls + (maySignIn(session) ? " AUTH=PLAIN AUTH=LOGIN" : " LOGINDISABLED");
    }

    /** Nobody shows a password in clear, unless an operator allowed the network to. */
    static boolean maySignIn(ImapSession session) {
        return session.secure() || session.client().mayBePlain();
    }
}
