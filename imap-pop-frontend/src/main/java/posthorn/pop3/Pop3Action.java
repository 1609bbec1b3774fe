package posthorn.pop3;

import posthorn.frontend.store.UidSet;

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
     * Remove these messages and unlock; {@link Pop3Session#removed} or {@link
     * Pop3Session#notRemoved} follows.
     */
    record Remove(UidSet uids) implements Pop3Action {}

    /** Say this and close. */
    record End(String text) implements Pop3Action {}
}
