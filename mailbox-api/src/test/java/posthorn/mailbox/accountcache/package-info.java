/** Tests of the accounts in memory. */
@NullMarked
package posthorn.mailbox.accountcache;

import org.jspecify.annotations.NullMarked;
