/**
 * What the checks of a message ask of DNS: the port {@link posthorn.protocol.dns.Dns}, its answers,
 * and IP networks.
 *
 * <p>The checks ({@code spf}, {@code dkim}, {@code dmarc}, {@code arc}, reverse names) are pure:
 * they ask this port in straight code and know neither sockets nor time. Whoever calls them runs
 * them where waiting is allowed and bounds the time and the number of questions in the port that it
 * gives them; a question that there is no time for is {@link
 * posthorn.protocol.dns.DnsAnswer.Unavailable}, which every check already knows.
 */
@NullMarked
package posthorn.protocol.dns;

import org.jspecify.annotations.NullMarked;
