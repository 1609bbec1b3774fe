/** Tests of where mail for addresses goes. */
@NullMarked
package posthorn.mailbox.gateway;

import org.jspecify.annotations.NullMarked;
