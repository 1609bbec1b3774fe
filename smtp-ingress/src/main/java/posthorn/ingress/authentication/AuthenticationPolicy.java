package posthorn.ingress.authentication;

import java.util.Map;
import java.util.Set;

/**
 * What is done with mail that fails.
 *
 * @param rejecting with mail whose author's domain asks for its refusal
 * @param quarantining with mail whose author's domain asks for care
 * @param localFrom with mail that says it is from a domain of ours, and that nothing ties to it
 * @param defersUnknownSpf whether mail waits when the SPF record of its reverse-path cannot be
 *     looked up and nothing else shows who has sent it
 * @param overrides in the place of all of these, for an author's domain (folded)
 * @param trustedForwarders domains (folded) whose seals are believed: what they found when a
 *     message came to them counts (RFC 8617)
 */
public record AuthenticationPolicy(
        Treatment rejecting,
        Treatment quarantining,
        Treatment localFrom,
        boolean defersUnknownSpf,
        Map<String, Treatment> overrides,
        Set<String> trustedForwarders) {

    /** What can be done with a message. */
    public enum Treatment {
        /** It is taken as any other. */
        ACCEPT,
        /** It is taken, into the mailbox for junk. */
        JUNK,
        /** It is refused. */
        REJECT
    }

    public AuthenticationPolicy {
        overrides = Map.copyOf(overrides);
        trustedForwarders = Set.copyOf(trustedForwarders);
    }
}
