/** Tests of the pieces of the IMAP session. */
@NullMarked
package posthorn.imap.session;

import org.jspecify.annotations.NullMarked;
