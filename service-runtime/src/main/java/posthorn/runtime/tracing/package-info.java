/**
 * The way of a message through the services, as spans (OpenTelemetry's data model). Few explicit
 * places begin spans: whatever takes a message over from somebody else, and whatever waits for
 * somebody else. The cores of the protocols know nothing of it.
 *
 * <p>A {@link posthorn.runtime.tracing.Tracing} begins a span, {@link
 * posthorn.runtime.tracing.Span#call} makes it the current one for what runs inside, and what goes
 * to another service carries its {@link posthorn.runtime.tracing.TraceContext}. While tracing is
 * off there is one span that does nothing, and nothing is allocated.
 *
 * <p>Two words for two things, in all services: <em>tracing</em> is this; a <em>trace</em> alone,
 * as in {@code posthorn trace}, is the record of what became of a message, which is kept for people
 * whether anything is traced or not.
 */
@NullMarked
package posthorn.runtime.tracing;

import org.jspecify.annotations.NullMarked;
