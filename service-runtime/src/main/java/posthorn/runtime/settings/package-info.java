/**
 * The settings under {@code posthorn} that more than one service reads. What belongs to one service
 * has a mapping of its own there.
 */
@NullMarked
package posthorn.runtime.settings;

import org.jspecify.annotations.NullMarked;
