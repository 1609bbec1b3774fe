/**
 * DMARC (RFC 9989, which took the place of RFC 7489 and 9091): what the owner of the domain in a
 * From field wants done with mail that neither SPF nor DKIM ties to that domain.
 *
 * <ol>
 *   <li>{@link posthorn.protocol.dmarc.DmarcRecord} is a policy record (§4.7, §4.8).
 *   <li>{@link posthorn.protocol.dmarc.TreeWalk} finds the records above a domain and its
 *       Organizational Domain (§4.10): no list of public suffixes is needed.
 *   <li>{@link posthorn.protocol.dmarc.DmarcCheck} finds the policy, compares identifiers and says
 *       pass, fail, or that nobody can say now.
 * </ol>
 *
 * <p>Section numbers are those of draft-ietf-dmarc-dmarcbis-41, which the RFC editor published as
 * RFC 9989.
 */
@NullMarked
package posthorn.protocol.dmarc;

import org.jspecify.annotations.NullMarked;
