/**
 * The records and calls that two services agree on: protobuf and gRPC, generated from {@code
 * src/main/proto}, and the few rules about them that more than one service has to keep. The only
 * room of this module that may use protobuf and gRPC.
 */
@NullMarked
package posthorn.protocol.wire;

import org.jspecify.annotations.NullMarked;
