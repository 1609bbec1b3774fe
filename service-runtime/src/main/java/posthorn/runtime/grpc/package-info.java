/**
 * Services on the gRPC API, with back-pressure: what is between {@link io.grpc.stub.StreamObserver}
 * and Mutiny.
 *
 * <ul>
 *   <li>{@link posthorn.runtime.grpc.SingleResponse}: one answer; the work is cancelled when the
 *       caller leaves.
 *   <li>{@link posthorn.runtime.grpc.ResponseStream}: many answers; each is asked for when the
 *       connection takes one, so that a caller who does not read costs one answer and not all.
 *   <li>{@link posthorn.runtime.grpc.RequestStream}: many requests; each is asked for when the one
 *       before has been dealt with.
 *   <li>{@link posthorn.runtime.grpc.CallsInHand}: stops without cutting a call off.
 *   <li>{@link posthorn.runtime.grpc.TracedCalls}, {@link posthorn.runtime.grpc.TracedService}: the
 *       trace that a call belongs to, on either side.
 * </ul>
 *
 * <p>The services that a code generator makes for Mutiny do not look whether the connection takes
 * anything, and keep all that a slow caller has not read.
 */
@NullMarked
package posthorn.runtime.grpc;

import org.jspecify.annotations.NullMarked;
