/**
 * The ports of this service on the network, on the connection code of {@code posthorn.runtime.net}.
 *
 * <p>{@link posthorn.ingress.net.SmtpListeners} opens them at the start, {@link
 * posthorn.ingress.net.SmtpConnection} carries octets to the session and does what its actions say,
 * {@link posthorn.ingress.net.SessionEventLog} writes the log lines and counts.
 */
@NullMarked
package posthorn.ingress.net;

import org.jspecify.annotations.NullMarked;
