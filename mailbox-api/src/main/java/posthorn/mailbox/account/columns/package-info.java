/**
 * Messages as columns. A mailbox is a row of immutable {@link
 * posthorn.mailbox.account.columns.Segment}s by ascending UID; each holds up to 2,048 messages in
 * three parts that are stored, read and rewritten apart: {@link
 * posthorn.mailbox.account.columns.MessageColumns} (never changes), {@link
 * posthorn.mailbox.account.columns.FlagColumns} (flags and mod-sequences) and {@link
 * posthorn.mailbox.account.columns.FactsBlock} (large, seldom wanted). A part that is not in memory
 * has a name to load it by.
 */
@NullMarked
package posthorn.mailbox.account.columns;

import org.jspecify.annotations.NullMarked;
