/**
 * Delivery status notifications (RFC 3464) and notices of delay: what a sender reads when a message
 * did not, or not yet, arrive.
 *
 * <p>{@link posthorn.protocol.dsn.DeliveryReport} says what happened; {@link
 * posthorn.protocol.dsn.ReportComposer} makes the message of it: a multipart/report (RFC 6522) with
 * a text for people in English and German, the fields for programs, and the original or its header.
 * What it makes is always 7-bit, so that it arrives where the original could not: text is
 * quoted-printable, an original with octets above 127 is returned by its header alone. Addresses
 * and replies with characters above 127 go the way of RFC 6533.
 */
@NullMarked
package posthorn.protocol.dsn;

import org.jspecify.annotations.NullMarked;
