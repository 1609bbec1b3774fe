/** Tests of certificates that are ordered. */
@NullMarked
package posthorn.mailbox.certificate;

import org.jspecify.annotations.NullMarked;
