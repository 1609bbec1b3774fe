/**
 * A real Kafka broker, KRaft controller included, inside this process: the log of an installation
 * on one machine.
 */
@NullMarked
package posthorn.standalone.kafka;

import org.jspecify.annotations.NullMarked;
