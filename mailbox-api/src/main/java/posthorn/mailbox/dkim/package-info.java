/**
 * The keys with which domains sign (DKIM, RFC 6376): what stands in the store, and in which state a
 * key is.
 *
 * <p>A domain has one document, {@link posthorn.mailbox.dkim.DomainKeys}. Keys come in pairs, RSA
 * and Ed25519, made together. A key says from when it signs, from when it signs no more and from
 * when nobody needs it; its {@link posthorn.mailbox.dkim.DomainKey.State} follows from the clock
 * and these times alone, so that all pods see the same one without a word between them. The times
 * are hours apart: clocks that differ by minutes do no harm.
 *
 * <p>Private halves leave this package only sealed under the {@link
 * posthorn.mailbox.sealing.MasterKey}, which is never in the store: who has a copy of the store
 * cannot sign.
 */
@NullMarked
package posthorn.mailbox.dkim;

import org.jspecify.annotations.NullMarked;
