/**
 * Sender Policy Framework (RFC 7208): may this host send in the name of this domain?
 *
 * <ol>
 *   <li>{@link posthorn.protocol.spf.SpfCheck} is {@code check_host()} (§4): it finds the record of
 *       a domain, evaluates its terms from left to right and keeps the limits on lookups (§4.6.4).
 *   <li>{@link posthorn.protocol.spf.SpfRecord} is a record taken apart, as a whole or not at all
 *       (§4.6): a syntax error anywhere in it is a permerror.
 *   <li>{@link posthorn.protocol.spf.MacroString} is a text with macros (§7).
 * </ol>
 *
 * <p>Questions to DNS go through {@link posthorn.protocol.dns.Dns}. What a domain owner's record
 * may cost is bounded: ten terms that look something up, two of them in vain, ten names of an MX or
 * PTR answer, and {@link posthorn.protocol.spf.SpfCheck#MOST_QUESTIONS} questions in all.
 */
@NullMarked
package posthorn.protocol.spf;

import org.jspecify.annotations.NullMarked;
