/**
 * All four services in one process, with a Kafka broker and an embedded store in the same process:
 * what {@code ./posthorn up} starts. Start here: {@link posthorn.standalone.Up}. The services
 * notice nothing of it: they find log, store and each other over loopback, as they do between pods.
 */
@NullMarked
package posthorn.standalone;

import org.jspecify.annotations.NullMarked;
