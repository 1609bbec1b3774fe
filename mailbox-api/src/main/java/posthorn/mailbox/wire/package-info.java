/**
 * The account log's own types and the protobuf records that stand for them on the wire, in the
 * store and on the topic: {@code encode} and {@code decode} are inverses. Nothing is decided here.
 * An entry of a newer release keeps its {@code needs}, so that the account can say what it cannot
 * read.
 */
@NullMarked
package posthorn.mailbox.wire;

import org.jspecify.annotations.NullMarked;
