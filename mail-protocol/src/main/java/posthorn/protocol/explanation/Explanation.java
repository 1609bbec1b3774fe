package posthorn.protocol.explanation;

/**
 * A refusal in the words of one language. The same reason has the same name in all languages.
 *
 * @param reason name, such as {@code mailbox-full}
 * @param what what happened, one or two sentences
 * @param next what the sender can do next; empty: nothing
 * @param admin what whoever administers the sending system can do; empty: nothing
 */
public record Explanation(String reason, String what, String next, String admin) {}
