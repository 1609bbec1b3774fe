package posthorn.imap.session;

/**
 * What is known of the client when it connects.
 *
 * @param address IP address, without a port
 * @param secure whether the connection began with TLS
 * @param mayStartTls whether STARTTLS is offered
 * @param mayBePlain whether its network may sign in without TLS
 */
public record ClientInfo(String address, boolean secure, boolean mayStartTls, boolean mayBePlain) {}
