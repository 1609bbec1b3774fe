package posthorn.protocol.spf;

/**
 * What a check found.
 *
 * @param result of the check
 * @param domain that was checked
 * @param reason in words for people: the term that matched, or what is wrong
 * @param explanation what the owner of the domain wants a rejected sender to read (RFC 7208 §6.2),
 *     in ASCII, at most {@value SpfCheck#LONGEST_EXPLANATION} characters; empty: nothing
 */
public record SpfOutcome(SpfResult result, String domain, String reason, String explanation) {}
