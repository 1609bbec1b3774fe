/**
 * What all services log in the same way.
 *
 * <ul>
 *   <li>{@link posthorn.runtime.log.LogText}: text that strangers wrote, in one bounded line.
 *   <li>{@link posthorn.runtime.log.LoggedAddress}: the one place that prints mail addresses.
 *   <li>{@link posthorn.runtime.log.LogFields}: what a line is about, as fields of its own.
 *   <li>{@link posthorn.runtime.log.SignInLog}: sign-ins that failed, for tools that watch the log.
 *   <li>{@link posthorn.runtime.log.Audit}: who did what.
 *   <li>{@link posthorn.runtime.log.LogStart}: puts the settings into effect.
 * </ul>
 */
@NullMarked
package posthorn.runtime.log;

import org.jspecify.annotations.NullMarked;
