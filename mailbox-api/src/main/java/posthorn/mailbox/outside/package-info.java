/**
 * Accounts that an outside directory has, such as LDAP: who they are and with which password they
 * sign in is for it to say, their mail is ours.
 *
 * <ol>
 *   <li>{@link posthorn.mailbox.outside.OutsideDirectory} is the port; what it answers is kept for
 *       a moment by {@link posthorn.mailbox.outside.RememberedOutside}.
 *   <li>{@code posthorn.mailbox.registry.OutsideLookup} reads our directory and that one as one. An
 *       account gets its mailboxes when it is met for the first time; when it is gone outside, it
 *       counts as disabled here, and its mail stays until an administrator deletes it.
 * </ol>
 */
@NullMarked
package posthorn.mailbox.outside;

import org.jspecify.annotations.NullMarked;
