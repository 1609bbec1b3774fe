/** Settings of {@code imap-pop-frontend}, and the values that they are written in. */
@NullMarked
package posthorn.frontend.settings;

import org.jspecify.annotations.NullMarked;
