/** Budgets and shares, without a clock that is waited for. */
@NullMarked
package posthorn.mailbox.budget;

import org.jspecify.annotations.NullMarked;
