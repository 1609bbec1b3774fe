package posthorn.imap.grammar;

import org.jspecify.annotations.Nullable;

/** What a {@link ImapCommandReader} finds in the stream. */
public sealed interface ClientInput {

    /** A whole command. */
    record Complete(TaggedCommand tagged) implements ClientInput {}

    /**
     * Octets that are no command. The stream goes on behind them.
     *
     * @param tag to answer with; null: none could be read
     */
    record Malformed(@Nullable String tag, BadSyntax.Response answer, String text)
            implements ClientInput {}

    /** The client waits for leave to send a literal (RFC 3501 §7.5). */
    record WaitsForLiteral() implements ClientInput {}

    /**
     * An APPEND up to its message. Answered with {@link ImapCommandReader#takeMessage} or {@link
     * ImapCommandReader#refuseMessage} before anything else is read.
     *
     * @param waits whether the client waits for leave
     */
    record AppendBegins(String tag, ImapCommand.Append append, boolean waits)
            implements ClientInput {}

    /** Octets of the message; the array belongs to the reader and is valid until the next call. */
    record MessageOctets(byte[] octets, int offset, int length) implements ClientInput {}

    /** The message is whole, and so is its command. */
    record AppendEnds() implements ClientInput {}

    /** What stands behind the message is wrong: the APPEND does not happen. */
    record AppendBroken(String text) implements ClientInput {}

    /**
     * A line that was asked for: what follows IDLE or AUTHENTICATE. Octets without the line end.
     */
    record Line(String octets) implements ClientInput {}

    /** The stream cannot be followed any further. */
    record Lost(String text) implements ClientInput {}
}
