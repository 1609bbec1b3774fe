package posthorn.frontend.store;

import posthorn.protocol.mime.MessageStructure;

/**
 * What IMAP wants to know of a message without reading it.
 *
 * @param uid of the message
 * @param body names its octets, for {@link AccountSession#body}
 * @param octets how many
 * @param structure parts with their places in these octets, and envelopes
 */
public record MessageFacts(long uid, String body, long octets, MessageStructure structure) {}
