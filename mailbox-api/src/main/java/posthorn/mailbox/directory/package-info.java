/**
 * Who is local: domains, accounts and their aliases, pure. What stands in the store is a {@link
 * posthorn.mailbox.directory.Domain} or an {@link posthorn.mailbox.directory.AddressEntry} under
 * its folded name ({@link posthorn.protocol.smtp.AddressKey} has the rule); {@link
 * posthorn.mailbox.directory.DirectoryStore} says what is asked of the store.
 *
 * <p>An account is two things: its address here, and its log. They are brought to agree in one
 * order, always the same: the wish is written to the address, unsettled; the log follows; the
 * address is settled. Whoever finds an unsettled address finishes it, and finishing twice is the
 * same as finishing once.
 */
@NullMarked
package posthorn.mailbox.directory;

import org.jspecify.annotations.NullMarked;
