/** Mail that people write. */
@NullMarked
package posthorn.mailbox.submission;

import org.jspecify.annotations.NullMarked;
