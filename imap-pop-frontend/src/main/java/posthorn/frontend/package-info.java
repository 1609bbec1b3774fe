/**
 * The frontend for mail clients: IMAP and POP3 over accounts that live elsewhere.
 *
 * <p>Bytes come in through {@code imap.net} and {@code pop3.net} (Vert.x: sockets, TLS, time
 * limits, back-pressure), are turned into commands by a pure grammar, and each command runs on a
 * virtual thread in a pure session that knows nothing but the port in {@code store}. {@code api}
 * implements that port over the gRPC of {@code mailbox-api}; tests implement it in memory. Here
 * stands what both protocols share: the port, its implementation and the settings.
 *
 * <pre>
 * socket ── imap.net ── imap.grammar ── imap.session ─┐
 * socket ── pop3.net ── pop3 ─────────────────────────┴── frontend.store (port) ── frontend.api ── mailbox-api
 * </pre>
 *
 * <p>A pod keeps nothing that cannot be read again: when it dies its clients reconnect, to any
 * other.
 */
@NullMarked
package posthorn.frontend;

import org.jspecify.annotations.NullMarked;
