package posthorn.imap.grammar;

/** A command with the tag that its answer repeats (RFC 3501 §2.2.1). */
public record TaggedCommand(String tag, ImapCommand command) {}
