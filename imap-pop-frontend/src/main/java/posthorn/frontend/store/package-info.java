/**
 * The port between mail sessions and the accounts they serve. Pure: interfaces, records and one
 * index.
 *
 * <p>How the pieces meet:
 *
 * <ol>
 *   <li>{@link posthorn.frontend.store.Accounts#signIn} turns a login and a password into an {@link
 *       posthorn.frontend.store.AccountSession}. A session closes it when it ends.
 *   <li>The view lists mailboxes, executes {@linkplain posthorn.frontend.store.StoreCommand
 *       commands}, appends, reads facts and bodies, and searches. These calls block: they belong on
 *       virtual threads.
 *   <li>{@link posthorn.frontend.store.AccountSession#open} gives an {@link
 *       posthorn.frontend.store.OpenMailbox}: the current {@link
 *       posthorn.frontend.store.MessageIndex} of a mailbox, and a call whenever there is a newer
 *       one. The index is immutable and shared by all sessions of the pod; what a client does not
 *       know yet is the difference between the index it was last told about and the current one.
 * </ol>
 *
 * <p>Two promises carry the protocols: a command has happened, durably, when {@code execute}
 * returns; and whoever then asks {@code list} or an open mailbox sees what it did (each session
 * reads its own writes).
 *
 * <p>Errors: what the store refuses for a reason is a {@link
 * posthorn.frontend.store.StoreResult.Refused}; a store that cannot be reached is a {@link
 * posthorn.frontend.store.StoreUnavailableException}, and it is unknown whether the command
 * happened.
 */
@NullMarked
package posthorn.frontend.store;

import org.jspecify.annotations.NullMarked;
