@NullMarked
package posthorn.mailbox.deliverytest;

import org.jspecify.annotations.NullMarked;
