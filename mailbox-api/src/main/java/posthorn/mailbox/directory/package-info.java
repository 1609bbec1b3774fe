/**
 * Who is local: domains, and what their addresses stand for, pure. What stands in the store is a
 * {@link posthorn.mailbox.directory.Domain} or an {@link posthorn.mailbox.directory.AddressEntry}
 * under its folded name ({@link posthorn.protocol.smtp.AddressKey} has the rule); {@link
 * posthorn.mailbox.directory.DirectoryStore} says what is asked of the store. An address stands for
 * one thing, whichever that is: its document is the only one of its name.
 *
 * <p>How the owner of an account comes in and what they may do is an {@link
 * posthorn.mailbox.directory.AccountAccess}, a document of its own ({@link
 * posthorn.mailbox.directory.AccessStore}); {@link posthorn.mailbox.directory.AccessRules} says
 * what follows from it.
 *
 * <p>An account is two things: its address here, and its log. They are brought to agree in one
 * order, always the same: the wish is written to the address, unsettled; the log follows; the
 * address is settled. Whoever finds an unsettled address finishes it, and finishing twice is the
 * same as finishing once.
 */
@NullMarked
package posthorn.mailbox.directory;

import org.jspecify.annotations.NullMarked;
