/** Tests of reports on TLS. */
@NullMarked
package posthorn.protocol.tlsrpt;

import org.jspecify.annotations.NullMarked;
