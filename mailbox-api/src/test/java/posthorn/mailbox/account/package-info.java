/**
 * The account's state, tried command by command, and against a model that is too simple to be
 * wrong.
 */
@NullMarked
package posthorn.mailbox.account;

import org.jspecify.annotations.NullMarked;
