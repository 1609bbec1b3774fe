/**
 * Dialogues as test scripts: what the client says, what the server has to answer.
 *
 * <p>A transcript is played on the pure session in memory, as a whole and in pieces of every size,
 * and again over TCP; it cannot tell the difference.
 */
@NullMarked
package posthorn.ingress.transcript;

import org.jspecify.annotations.NullMarked;
