/**
 * Certificates of hosted names that are ordered from an authority (RFC 8555).
 *
 * <ol>
 *   <li>{@link posthorn.mailbox.certificate.HostedNames} says which names need one.
 *   <li>{@link posthorn.mailbox.certificate.CertificateOrders} goes through them again and again:
 *       it claims the {@link posthorn.mailbox.certificate.CertificateRecord} of a name that is due
 *       by a conditional write, so that one pod orders, and has the {@link
 *       posthorn.mailbox.certificate.CertificateAuthority} issue. A claim is never believed by the
 *       clock of another machine; two pods that order the same cost an order and nothing else.
 *   <li>A {@link posthorn.mailbox.certificate.PendingChallenge} is in the store before the
 *       authority looks, so that any pod can answer.
 *   <li>{@link posthorn.mailbox.certificate.CertificateVault} gives certificates and keys to those
 *       who show them. Keys are kept under the master key.
 * </ol>
 */
@NullMarked
package posthorn.mailbox.certificate;

import org.jspecify.annotations.NullMarked;
