/** How settings become those of Kafka's clients. */
@NullMarked
package posthorn.runtime.kafka;

import org.jspecify.annotations.NullMarked;
