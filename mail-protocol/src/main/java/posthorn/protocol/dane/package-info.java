/**
 * DANE for mail hosts (RFC 6698, RFC 7671, RFC 7672), pure: whether the certificates that a host
 * shows are those that its TLSA records name, and which names a certificate is for. Whether the
 * records are authentic is decided by whoever asked DNS for them.
 */
@NullMarked
package posthorn.protocol.dane;

import org.jspecify.annotations.NullMarked;
