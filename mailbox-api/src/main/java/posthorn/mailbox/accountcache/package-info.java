/**
 * Accounts at work: for each one that somebody uses, the pure {@link
 * posthorn.mailbox.account.log.Appender} with its state, fed from one serial queue ({@link
 * posthorn.mailbox.accountcache.CachedAccount}), and all of them together ({@link
 * posthorn.mailbox.accountcache.AccountCache}), bounded, the idle ones put away first.
 *
 * <p>A call becomes an input, the machine answers with effects, the effects run on the store, their
 * answers become inputs: nothing here waits, and nothing is decided here. Inputs of one account run
 * one after another on a small pool of threads; states are immutable, so reads run beside them.
 * Those who watch an account ({@link posthorn.mailbox.accountcache.Watcher}) are told of each entry
 * when it is part of the log.
 */
@NullMarked
package posthorn.mailbox.accountcache;

import org.jspecify.annotations.NullMarked;
