/**
 * The certificates of this server.
 *
 * <ol>
 *   <li>{@link posthorn.runtime.tls.TlsMaterial} has the {@link
 *       posthorn.runtime.tls.CertificateSet} of the moment: what {@code WatchedCertificates} reads
 *       in the files that settings name, and what a {@link posthorn.runtime.tls.CertificateSource}
 *       has for hosted names. Both are looked at again and again; what is broken leaves what was
 *       there.
 *   <li>{@link posthorn.runtime.tls.SniIdentity} gives each handshake the certificate for the name
 *       that the client asks for, of the kind of key that it understands.
 *   <li>Where there is no certificate at all, {@link posthorn.runtime.tls.SelfSigned} makes one,
 *       and the log says so.
 * </ol>
 *
 * <p>What services show one another, brokers and databases is apart: {@link
 * posthorn.runtime.tls.FileTls}, files that are read anew for each handshake.
 */
@NullMarked
package posthorn.runtime.tls;

import org.jspecify.annotations.NullMarked;
