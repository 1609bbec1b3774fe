package posthorn.imap.session;

import posthorn.protocol.sasl.SaslOffer;

/**
 * What is known of the client.
 *
 * @param address IP address, without a port
 * @param secure whether the connection is encrypted
 * @param mayStartTls whether STARTTLS is offered
 * @param offer how it may sign in, now
 * @param name what it calls itself in ID; empty: not yet
 */
public record ClientInfo(
        String address, boolean secure, boolean mayStartTls, SaslOffer offer, String name) {

    /** A client that has only connected. */
    public static ClientInfo connected(
            String address, boolean secure, boolean mayStartTls, SaslOffer offer) {
        return new ClientInfo(address, secure, mayStartTls, offer, "");
    }

    /** Behind STARTTLS: what it has said of itself counts no more (RFC 3501 §11.1). */
    ClientInfo secured(SaslOffer now) {
        return new ClientInfo(address, true, mayStartTls, now, "");
    }

    ClientInfo named(String as) {
        return new ClientInfo(address, secure, mayStartTls, offer, as);
    }
}
