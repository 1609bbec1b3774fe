/**
 * The messages that tell a sender what became of a message, composed from its queue document,
 * without I/O. {@link posthorn.delivery.notification.NotificationComposer} is the port; {@link
 * posthorn.delivery.notification.DsnComposer} writes delivery status notifications (RFC 3464).
 *
 * <p>Composing is pure: the same document and the same first octets of the original give the same
 * notification, so that producing it twice is one message.
 */
@NullMarked
package posthorn.delivery.notification;

import org.jspecify.annotations.NullMarked;
