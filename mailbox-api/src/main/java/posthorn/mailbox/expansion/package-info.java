/**
 * Where mail for an address goes, worked out over the directory, pure.
 *
 * <ol>
 *   <li>{@link posthorn.mailbox.expansion.Expansion} walks from one address along aliases, groups,
 *       forwards, catch-alls and domain aliases, in rounds: it says what it has to know, is fed
 *       with it, and has its {@link posthorn.mailbox.expansion.Outcome} when there is nothing more
 *       to ask.
 *   <li>Each address is gone to once, so what leads back to itself ends; each account and each
 *       address of another host is reached once; depth and number are bounded.
 *   <li>What becomes of the envelope where mail leaves for another host is for whoever asked.
 * </ol>
 */
@NullMarked
package posthorn.mailbox.expansion;

import org.jspecify.annotations.NullMarked;
