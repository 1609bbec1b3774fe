package posthorn.ingress.session;

import posthorn.protocol.sasl.SaslOffer;

/**
 * What is offered to the client of one connection.
 *
 * @param startTls whether STARTTLS can be done
 * @param xclient whether the peer is trusted to say for whom it speaks (XCLIENT)
 * @param signIn how the client may sign in, before TLS where that comes later
 */
public record SessionOffers(boolean startTls, boolean xclient, SaslOffer signIn) {}
