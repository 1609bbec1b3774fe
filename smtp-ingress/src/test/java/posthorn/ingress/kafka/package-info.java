/** The log port against its promise: in memory and on a real broker. */
@NullMarked
package posthorn.ingress.kafka;

import org.jspecify.annotations.NullMarked;
