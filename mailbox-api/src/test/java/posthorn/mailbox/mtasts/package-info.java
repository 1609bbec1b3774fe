/** Tests of the policies of our own domains. */
@NullMarked
package posthorn.mailbox.mtasts;

import org.jspecify.annotations.NullMarked;
