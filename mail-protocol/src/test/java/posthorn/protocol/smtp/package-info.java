/** The grammar of SMTP, tried with examples, with random values and with broken lines. */
@NullMarked
package posthorn.protocol.smtp;

import org.jspecify.annotations.NullMarked;
