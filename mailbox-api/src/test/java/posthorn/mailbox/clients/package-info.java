/** Tests of what is counted of clients. */
@NullMarked
package posthorn.mailbox.clients;

import org.jspecify.annotations.NullMarked;
