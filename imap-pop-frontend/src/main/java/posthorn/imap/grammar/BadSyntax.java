package posthorn.imap.grammar;

/** Octets that are no command. Its message is what the client is told. */
public final class BadSyntax extends Exception {

    private static final long serialVersionUID = 1L;

    private final Response answer;

    BadSyntax(String message) {
        this(Response.BAD, message);
    }

    BadSyntax(Response answer, String message) {
        super(message, null, false, false);
        this.answer = answer;
    }

    /** How to answer. */
    public Response answer() {
        return answer;
    }

    /** BAD: the client is wrong. NO: it is well-formed, but cannot be done. */
    public enum Response {
        BAD("BAD "),
        /** RFC 3501 §7.1: followed by the charsets that are understood. */
        BAD_CHARSET("NO [BADCHARSET (US-ASCII UTF-8)] "),
        /** RFC 5530: the name cannot be a mailbox. */
        CANNOT("NO [CANNOT] "),
        /** RFC 5530 LIMIT, or RFC 7889 TOOBIG. */
        LIMIT("NO [LIMIT] "),
        TOO_BIG("NO [TOOBIG] ");

        private final String start;

        Response(String start) {
            this.start = start;
        }

        /** What stands between the tag and the text. */
        public String start() {
            return start;
        }
    }
}
