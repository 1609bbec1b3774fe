/**
 * The attempts of a message as spans: decorators of the ports of the dispatcher. The parent of each
 * is the span that a worker took the message with, which stands in the message itself ({@code
 * AcceptedMail.traceparent}) and so in its queue document: an attempt hours later is part of the
 * same trace.
 */
@NullMarked
package posthorn.delivery.tracing;

import org.jspecify.annotations.NullMarked;
