/**
 * Reports on TLS (RFC 8460), pure: the record that says where they go, and what they are made of.
 */
@NullMarked
package posthorn.protocol.tlsrpt;

import org.jspecify.annotations.NullMarked;
