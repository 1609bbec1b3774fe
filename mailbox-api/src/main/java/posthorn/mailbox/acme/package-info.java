/** The dialogue with a certificate authority (ACME, RFC 8555), by the library acme4j. */
@NullMarked
package posthorn.mailbox.acme;

import org.jspecify.annotations.NullMarked;
