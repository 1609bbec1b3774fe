/**
 * What is demanded of the way to a mail host, pure: from what DANE (RFC 7672), MTA-STS (RFC 8461)
 * and the message (RFC 8689) say, in the table of {@link posthorn.protocol.tls.TlsOrder}. What
 * follows from a host that does not do it stands with the failures of delivery.
 */
@NullMarked
package posthorn.protocol.tls;

import org.jspecify.annotations.NullMarked;
