/**
 * The Sender Rewriting Scheme, without I/O: a forwarder sends under an address of its own, so that
 * SPF (RFC 7208) speaks for it, and turns what is returned to that address back to the first
 * sender. {@link posthorn.protocol.srs.SenderRewriting} has the rule.
 */
@NullMarked
package posthorn.protocol.srs;

import org.jspecify.annotations.NullMarked;
