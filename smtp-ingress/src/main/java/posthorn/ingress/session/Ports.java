package posthorn.ingress.session;

/**
 * Everything outside that an {@link Effect} may need.
 *
 * @param directory of addresses and accounts
 * @param log of accepted messages
 * @param bodies too large for the log
 */
public record Ports(Directory directory, MessageLog log, TransitBodies bodies) {}
