package posthorn.mailbox.account;

/**
 * Answer to a command.
 *
 * @param n entry that holds it: whoever has read up to n has seen what it did. 0: nothing changed
 */
public record Result(long n, CommandOutcome outcome) {}
