/**
 * DNS as services ask it: {@link posthorn.runtime.dns.DnsClient} is the port {@link
 * posthorn.protocol.dns.Dns} over real name servers, with one cache for the whole process.
 */
@NullMarked
package posthorn.runtime.dns;

import org.jspecify.annotations.NullMarked;
