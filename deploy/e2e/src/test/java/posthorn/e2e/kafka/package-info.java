/** What the log promises when brokers of a cluster die: real brokers, killed as processes. */
@NullMarked
package posthorn.e2e.kafka;

import org.jspecify.annotations.NullMarked;
