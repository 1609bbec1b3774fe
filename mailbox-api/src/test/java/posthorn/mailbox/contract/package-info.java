/** What each port promises, tried on the one in memory and on the real one alike. */
@NullMarked
package posthorn.mailbox.contract;

import org.jspecify.annotations.NullMarked;
