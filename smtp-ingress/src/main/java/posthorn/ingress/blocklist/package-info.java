/**
 * Lists of clients in DNS, of those who send spam and of those who do not (RFC 5782): several are
 * asked at once, each has a weight, and the sum decides. Pure: {@link
 * posthorn.ingress.blocklist.BlockLists} knows DNS by its port.
 *
 * <p>A list that cannot be asked, that refuses to answer or that lists everybody counts for
 * nothing, and an alarm says so: mail is not refused since a list is ill.
 */
@NullMarked
package posthorn.ingress.blocklist;

import org.jspecify.annotations.NullMarked;
