/**
 * What a message gets on its way to other hosts so that they believe it: a signature of the domain
 * in From, over the octets as they leave.
 *
 * <ol>
 *   <li>{@link posthorn.delivery.signing.DkimSigning} decides whether a message is signed, asks
 *       {@link posthorn.delivery.signing.SigningKeys} for the keys, hashes the body in one read,
 *       signs with each key, and verifies what it made as a receiver would.
 *   <li>{@link posthorn.delivery.signing.RememberedSignatures} keeps what was made, so that a
 *       message with many destinations or attempts is read and signed once.
 * </ol>
 *
 * <p>Only what is ours is signed: mail whose sender signed in, which ingress has checked against
 * From, and notifications that we made. What somebody else wrote and we pass on is not.
 *
 * <p>All that is known of this elsewhere is {@link posthorn.delivery.signing.MessageSigner}: header
 * fields for the top of a message. Signatures of another kind over the same octets are another
 * implementation beside the first.
 */
@NullMarked
package posthorn.delivery.signing;

import org.jspecify.annotations.NullMarked;
