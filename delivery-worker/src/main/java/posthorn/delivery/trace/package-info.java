/**
 * The trace of every message, as people read it: what {@code mail.events} said of it. It is a view;
 * what is true stands in the account logs and in the queue. {@link
 * posthorn.delivery.trace.TraceStore} keeps it.
 */
@NullMarked
package posthorn.delivery.trace;

import org.jspecify.annotations.NullMarked;
