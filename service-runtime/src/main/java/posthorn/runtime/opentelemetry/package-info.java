/**
 * Spans by OpenTelemetry's SDK, sent by OTLP. Nothing is instrumented but what calls {@link
 * posthorn.runtime.tracing.Tracing}; no agent and no extension of the framework stands between.
 */
@NullMarked
package posthorn.runtime.opentelemetry;

import org.jspecify.annotations.NullMarked;
