/** Tests of the pages as they are handed out. */
@NullMarked
package posthorn.mailbox.pages;

import org.jspecify.annotations.NullMarked;
