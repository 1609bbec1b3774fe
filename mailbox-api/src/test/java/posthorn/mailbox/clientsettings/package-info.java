@NullMarked
package posthorn.mailbox.clientsettings;

import org.jspecify.annotations.NullMarked;
