/**
 * MongoDB's wire protocol on Netty: {@link posthorn.store.wire.MessageDecoder} makes messages of
 * bytes, {@link posthorn.store.wire.ConnectionHandler} executes them on the connection's event loop
 * and holds each answer back until what it says is on the disk. No thread waits for the disk but
 * the one that flushes.
 *
 * <p>Understood are {@code OP_MSG} and, for a driver's first words, {@code OP_QUERY}; compression
 * is not offered. The server listens on loopback only.
 */
@NullMarked
package posthorn.store.wire;

import org.jspecify.annotations.NullMarked;
