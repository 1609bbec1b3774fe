/** Tests of where mail for addresses goes. */
@NullMarked
package posthorn.mailbox.expansion;

import org.jspecify.annotations.NullMarked;
