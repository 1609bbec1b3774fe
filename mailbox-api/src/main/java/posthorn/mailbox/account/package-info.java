/**
 * An account as a numbered log of small immutable entries; inserting entry n is the commit. Pure:
 * the JDK's language, collections, text and time, nothing else. No thread, no clock, no randomness
 * of its own.
 *
 * <p>How the pieces meet: a {@link posthorn.mailbox.account.Command} comes in; {@link
 * posthorn.mailbox.account.AccountState#decide} turns the waiting ones into one {@link
 * posthorn.mailbox.account.Entry}, or into refusals; {@link
 * posthorn.mailbox.account.AccountState#apply} is the only way from one state to the next, for the
 * pod that decided and for all that read. The {@code log} package brings the entry into the store
 * such that every command happens once, whatever pods and store do. The {@code checkpoint} package
 * spares readers the history and removes what nothing names.
 *
 * <p>A state is an immutable value that shares what did not change with its predecessor: it can be
 * read by any thread while the next one is made, and a proposal that died leaves nothing to undo.
 */
@NullMarked
package posthorn.mailbox.account;

import org.jspecify.annotations.NullMarked;
