/**
 * Greylisting (RFC 6647): a host that nobody knows is told to come again, which mail servers do and
 * many senders of spam do not. What is known of hosts is kept by {@code mailbox-api}, so that every
 * pod knows it. Pure: {@link posthorn.ingress.greylist.GreylistStore} is its port.
 *
 * <p>Asked to come again is only who comes for the first time with a sender and a recipient from a
 * network. A network is known when several of its messages have come again, and a sender's domain
 * is known at a network when SPF or DKIM has shown that it sends from there.
 */
@NullMarked
package posthorn.ingress.greylist;

import org.jspecify.annotations.NullMarked;
