package posthorn.frontend.store;

/**
 * Some octets of a message.
 *
 * @param uid of the message
 * @param body from {@link MessageFacts#body}; empty: the message of the UID
 * @param octets of the whole message, as its facts or its index tell; 0: not known
 * @param offset of the first octet, counted from 0
 * @param length how many; 0: to the end
 */
public record BodyRange(long uid, String body, long octets, long offset, long length) {}
