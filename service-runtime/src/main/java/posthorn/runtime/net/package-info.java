/**
 * The connection code that SMTP, IMAP and POP3 share: it owns the bytes, TLS, the time-outs and the
 * back-pressure, and the protocol owns nothing but its own words.
 *
 * <p>How the pieces meet:
 *
 * <ol>
 *   <li>A {@link posthorn.runtime.net.MailListener} binds one port, spreads what it accepts over
 *       several event loops and keeps to the {@link posthorn.runtime.net.ConnectionLimits}.
 *   <li>Where a load balancer stands in front, {@link posthorn.runtime.net.ProxyProtocol} says
 *       whose word about the client counts; nothing begins before that is known.
 *   <li>For each connection the {@link posthorn.runtime.net.Protocol} makes a {@link
 *       posthorn.runtime.net.ConnectionHandler}, which turns bytes into calls of a pure session,
 *       and what the session wants into calls of the {@link posthorn.runtime.net.MailConnection}.
 *   <li>Everything the handler is told happens on the event loop of that connection, one thing
 *       after the other: {@code opened}, then any of {@code received}, {@code secured}, {@code
 *       idle}, {@code expired}, {@code closing} and the ends of awaited work, and last, exactly
 *       once, {@code closed}. A handler needs no locks.
 *   <li>What has to wait goes through {@link posthorn.runtime.net.MailConnection#await}: it runs on
 *       a virtual thread, one at a time, while no input is consumed. Long answers are written there
 *       with {@link posthorn.runtime.net.MailConnection#stream}, which waits for a slow reader.
 * </ol>
 *
 * <p>Bounds: a connection that is idle holds no thread and no buffer. What was read and not yet
 * consumed is at most two reads of the socket (16 KiB each) plus what the handler left over (64
 * KiB); what was written and not yet sent is at most the write limit (32 KiB) plus what one call of
 * the handler writes, since nothing is consumed above it. Netty is seen in this package and nowhere
 * above it.
 */
@NullMarked
package posthorn.runtime.net;

import org.jspecify.annotations.NullMarked;
