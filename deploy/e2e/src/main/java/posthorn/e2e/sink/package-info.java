/**
 * A second mail server, for tests that relay to one: written apart from ours, so that a wrong
 * reading of SMTP does not pass by agreeing with itself. It takes what it is offered, keeps the
 * exact octets, and does what a test tells it to do wrong.
 *
 * <p>{@link posthorn.e2e.sink.SinkServer} listens; each connection is a {@code SinkSession} on a
 * virtual thread of its own, in blocking code. {@link posthorn.e2e.sink.SinkRule}s say where it
 * does something else than to agree. What it took is a list of {@link
 * posthorn.e2e.sink.SinkMessage}s; what the client did that SMTP forbids is a list of violations,
 * which a test expects to be empty.
 */
@NullMarked
package posthorn.e2e.sink;

import org.jspecify.annotations.NullMarked;
