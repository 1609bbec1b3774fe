/**
 * Programs beside this one that look into messages for viruses and spam: {@link
 * posthorn.ingress.scan.Scanners} is the session's {@link posthorn.ingress.session.ContentScanner}
 * over ClamAV and rspamd.
 *
 * <p>They are asked behind the dot about messages that nothing else speaks against, all at once,
 * each on a virtual thread of its own, and in bounded time. A large message is read piece by piece
 * from where it is stored: so a client that sends slowly holds no scanner, and no message is in
 * memory twice.
 */
@NullMarked
package posthorn.ingress.scan;

import org.jspecify.annotations.NullMarked;
