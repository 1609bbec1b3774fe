/**
 * The frontend for mail clients: IMAP and POP3 over accounts that live elsewhere.
 *
 * <p>Bytes come in through {@code net} (Vert.x: sockets, TLS, time limits, back-pressure), are
 * turned into commands by a pure grammar, and each command runs on a virtual thread in a pure
 * session that knows nothing but the port in {@code store}. {@code api} implements that port over
 * the gRPC of {@code mailbox-api}; tests implement it in memory.
 *
 * <pre>
 * socket ── net ── imap.grammar ── imap.session ─┐
 *            └──── pop3 ─────────────────────────┴── store (port) ── api ── mailbox-api
 * </pre>
 *
 * <p>A pod keeps nothing that cannot be read again: when it dies its clients reconnect, to any
 * other.
 */
@NullMarked
package posthorn.access;

import org.jspecify.annotations.NullMarked;
