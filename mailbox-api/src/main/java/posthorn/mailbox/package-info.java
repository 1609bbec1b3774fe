/**
 * {@code mailbox-api}: owns accounts, mailboxes, messages and bodies; nothing else touches its
 * database.
 *
 * <p>From the wire to the store: a call comes in at {@code grpc} (or {@code rest}); {@code
 * accountcache} has the account in memory, with its pure state machine ({@code account}), and runs
 * what that wants done on {@code mongo}; who watches is told, on this pod at once, on others over
 * {@code kafka}. {@code intake} brings messages in, {@code search} finds them, {@code registry} and
 * {@code signin} work on the pure {@code directory}, {@code expansion} (pure) works out where mail
 * for an address goes, {@code gateway} asks other hosts for recipients, {@code clients} counts what
 * clients did, {@code quota} tells owners how full they are, {@code vacation} answers for those who
 * are away, {@code clientsettings} (pure) says what mail programs have to know, {@code
 * deliverytest} shows people that their mail works, {@code wire} translates. {@link
 * posthorn.mailbox.MailboxComponents} puts the parts together, {@link posthorn.mailbox.Service}
 * starts and stops them with the process.
 *
 * <p>Concurrency: nothing waits. {@code Uni} and {@code Multi} from the database to the wire, with
 * back-pressure; one serial queue for each account in memory.
 */
@NullMarked
package posthorn.mailbox;

import org.jspecify.annotations.NullMarked;
