/**
 * Signatures by domains over messages: DKIM (RFC 6376, 8301, 8463), checked and made, without DNS,
 * clock or randomness of its own.
 *
 * <p>Who checks a message:
 *
 * <ol>
 *   <li>takes the header first: {@link posthorn.protocol.dkim.DkimVerification#of} reads the
 *       signatures in it and says which hashes of the body they want and which keys;
 *   <li>looks the keys up, as TXT records of {@link posthorn.protocol.dkim.KeyName#dnsName()},
 *       while the body comes through a {@link posthorn.protocol.dkim.BodyHasher}, in whatever
 *       pieces it comes: it is read once and never held;
 *   <li>calls {@link posthorn.protocol.dkim.DkimVerification#finish} with both.
 * </ol>
 *
 * <p>Who signs hashes the body the same way and gives header and hash to {@link
 * posthorn.protocol.dkim.DkimSigner}. The result is one header field, to be put on top.
 *
 * <p>Nothing here throws for what a stranger sent: a signature that cannot be read is an {@link
 * posthorn.protocol.dkim.UnusableSignature} with a reason, a record that is no key a {@link
 * posthorn.protocol.dkim.KeyRecord.Unusable}. All work is linear in what came, and the number of
 * signatures that are checked has a limit. The blocks ({@link posthorn.protocol.dkim.TagList},
 * {@link posthorn.protocol.dkim.SignedHeader}, {@link posthorn.protocol.dkim.VerificationKey}) are
 * public because other signatures over messages are made of the same ones.
 *
 * <p>Everything is immutable and may be used by any thread, except the hasher.
 */
@NullMarked
package posthorn.protocol.dkim;

import org.jspecify.annotations.NullMarked;
