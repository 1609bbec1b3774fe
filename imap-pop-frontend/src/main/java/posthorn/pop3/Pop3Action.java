package posthorn.pop3;

/** What a session wants done. Texts end with CRLF. */
public sealed interface Pop3Action {

    /** An answer, after which the session goes on at once. */
    sealed interface Response extends Pop3Action {
        /** Its first words, or all of them. */
        String text();
    }

    /** Say this. */
    record Say(String text) implements Response {}

    /** Say this, drop what was received, and begin TLS; {@link Pop3Session#secured} follows. */
    record BeginTls(String text) implements Pop3Action {}

    /**
     * Check the password, lock the maildrop and read it; {@link Pop3Session#opened} or {@link
     * Pop3Session#refused} follows.
     */
    record Authenticate(String login, String password) implements Pop3Action {
        @Override
        public String toString() {
            return "SignIn[login=" + login + "]";
        }
    }

    /**
     * Say the text, and then the message as a multi-line response. When its octets cannot be had,
     * say the answer of {@link Pop3Session#unreadable} instead.
     *
     * @param lines of the body; -1: the whole message
     */
    record Send(String text, long uid, int lines) implements Response {}

    /**
     * Say the text, and then a line for each message of the maildrop that is not marked, as a
     * multi-line response. It may be long, and nothing may be marked before it is given: the answer
     * to the next command comes behind it.
     *
     * @param column what the line has behind the number
     */
    record Listing(String text, Maildrop drop, Maildrop.Column column) implements Response {}

    /**
     * Remove what is marked and unlock; {@link Pop3Session#removed} or {@link
     * Pop3Session#notRemoved} follows.
     */
    record Remove(Maildrop drop) implements Pop3Action {}

    /** Say this and close. */
    record End(String text) implements Pop3Action {}
}
