/**
 * {@code mailbox.changes}: each pod tells the others which entries it appended, and those who watch
 * there hear of it within milliseconds. A notice needs no guarantee: it is written without waiting,
 * read from the end on, and may be lost; whoever sees a gap in the numbers reads the log, and heads
 * of watched accounts are compared now and then. So the consumer assigns itself all partitions and
 * has no group: nothing has to be remembered, nobody has to be waited for.
 */
@NullMarked
package posthorn.mailbox.kafka;

import org.jspecify.annotations.NullMarked;
