/**
 * What clients may make this service hold and do at once, charged to whoever causes it, with a
 * share for each: {@link posthorn.mailbox.budget.OctetBudget} is memory, {@link
 * posthorn.mailbox.budget.Permits} counts calls, {@link posthorn.mailbox.budget.ClientNetwork} says
 * whom an address stands for.
 */
@NullMarked
package posthorn.mailbox.budget;

import org.jspecify.annotations.NullMarked;
