/**
 * What {@code mailbox-api} answers to the other services: the three services of {@code
 * mailbox_api.proto}. Every call shows the service token. Streams are asked for as fast as the
 * caller reads, from the store to the wire.
 */
@NullMarked
package posthorn.mailbox.grpc;

import org.jspecify.annotations.NullMarked;
