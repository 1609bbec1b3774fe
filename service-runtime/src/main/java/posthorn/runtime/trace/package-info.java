/**
 * The way of a message through the services, as spans (OpenTelemetry's data model). Few explicit
 * places begin spans: whatever takes a message over from somebody else, and whatever waits for
 * somebody else. The cores of the protocols know nothing of it.
 *
 * <p>A {@link posthorn.runtime.trace.Tracing} begins a span, {@link
 * posthorn.runtime.trace.Span#call} makes it the current one for what runs inside, and what goes to
 * another service carries its {@link posthorn.runtime.trace.TraceContext}. While tracing is off
 * there is one span that does nothing, and nothing is allocated.
 */
@NullMarked
package posthorn.runtime.trace;

import org.jspecify.annotations.NullMarked;
