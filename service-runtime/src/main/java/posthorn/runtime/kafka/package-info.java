/** Names of the topics and how they have to be set so that nothing on them is lost. */
@NullMarked
package posthorn.runtime.kafka;

import org.jspecify.annotations.NullMarked;
