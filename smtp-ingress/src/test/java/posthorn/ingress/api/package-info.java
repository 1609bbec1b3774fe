/** The ports to {@code mailbox-api} against their promise: in memory and over gRPC. */
@NullMarked
package posthorn.ingress.api;

import org.jspecify.annotations.NullMarked;
