/** What the listeners of IMAP and POP3 share. */
@NullMarked
package posthorn.frontend.net;

import org.jspecify.annotations.NullMarked;
