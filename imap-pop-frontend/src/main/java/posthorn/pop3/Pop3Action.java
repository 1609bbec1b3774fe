package posthorn.pop3;

import posthorn.protocol.sasl.Credential;

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
     * Check what is shown, lock the maildrop and read it; {@link Pop3Session#opened}, {@link
     * Pop3Session#refused} or {@link Pop3Session#notOpened} follows.
     *
     * @param method name of the mechanism, or of the command
     */
    record Authenticate(Credential credential, String method) implements Pop3Action {}

    /**
     * Ask what SCRAM begins with; {@link Pop3Session#scramBegun} or {@link Pop3Session#notOpened}
     * follows.
     */
    record BeginScram(String login) implements Pop3Action {}

    /**
     * Say the text, and then the message as a multi-line response. When its octets cannot be had,
     * say the answer of {@link Pop3Refusals#unreadable} instead.
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
