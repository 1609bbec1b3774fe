/**
 * Delivery status notifications (RFC 3464): what a sender reads when a message did not, or not yet,
 * arrive, or when it did and the sender wanted to know (RFC 3461).
 *
 * <p>{@link posthorn.protocol.dsn.DeliveryReport} says what happened; {@link
 * posthorn.protocol.dsn.ReportComposer} makes the message of it: a multipart/report (RFC 6522) with
 * a text for people in their language (the reasons come from {@link
 * posthorn.protocol.explanation.FailureCatalogue}), the fields for programs, and the original or
 * its header. What it makes is always 7-bit, so that it arrives where the original could not: text
 * is quoted-printable, an original with octets above 127 is returned by its header alone.
 * Addresses, replies and headers with characters above 127 go the way of RFC 6533.
 *
 * <p>A notification has a bounded size, {@link posthorn.protocol.dsn.ReportComposer#MAX_OCTETS},
 * however many recipients are reported and whatever hosts said about them: those that do not fit
 * are counted.
 */
@NullMarked
package posthorn.protocol.dsn;

import org.jspecify.annotations.NullMarked;
