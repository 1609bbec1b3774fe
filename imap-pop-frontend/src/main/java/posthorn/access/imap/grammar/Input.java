package posthorn.access.imap.grammar;

import org.jspecify.annotations.Nullable;

/** What a {@link CommandReader} finds in the stream. */
public sealed interface Input {

    /** A whole command. */
    record Complete(TaggedCommand tagged) implements Input {}

    /**
     * Octets that are no command. The stream goes on behind them.
     *
     * @param tag to answer with; null: none could be read
     */
    record Malformed(@Nullable String tag, BadSyntax.Answer answer, String text) implements Input {}

    /** The client waits for leave to send a literal (RFC 3501 §7.5). */
    record WaitsForLiteral() implements Input {}

    /**
     * An APPEND up to its message. Answered with {@link CommandReader#takeMessage} or {@link
     * CommandReader#refuseMessage} before anything else is read.
     *
     * @param waits whether the client waits for leave
     */
    record AppendBegins(String tag, Command.Append append, boolean waits) implements Input {}

    /** Octets of the message; the array belongs to the reader and is valid until the next call. */
    record MessageOctets(byte[] octets, int offset, int length) implements Input {}

    /** The message is whole, and so is its command. */
    record AppendEnds() implements Input {}

    /** What stands behind the message is wrong: the APPEND does not happen. */
    record AppendBroken(String text) implements Input {}

    /**
     * A line that was asked for: what follows IDLE or AUTHENTICATE. Octets without the line end.
     */
    record Line(String octets) implements Input {}

    /** The stream cannot be followed any further. */
    record Lost(String text) implements Input {}
}
