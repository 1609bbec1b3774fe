package posthorn.access.store;

/**
 * What IMAP wants to know of a message without reading it.
 *
 * @param uid of the message
 * @param body names its octets, for {@link AccountView#body}
 * @param octets how many
 */
public record MessageFacts(long uid, String body, long octets) {}
