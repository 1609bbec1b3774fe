package posthorn.ingress.authentication;

/**
 * What came of the checks of a message.
 *
 * @param facts that were found
 * @param handling that follows from them
 */
public record AuthenticationVerdict(AuthenticationFacts facts, Handling handling) {}
