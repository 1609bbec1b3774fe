/**
 * A name server on loopback that answers real queries over UDP and TCP, for tests that relay mail:
 * the relay resolves names with its own resolver, through sockets, as it does anywhere.
 *
 * <p>A test says what names there are ({@link posthorn.e2e.dns.Zones}) and may change it at any
 * time; answers carry a time to live of 0 so that a change is seen. Messages are read and written
 * by dnsjava, names are looked up here. One virtual thread per socket, another one per query.
 */
@NullMarked
package posthorn.e2e.dns;

import org.jspecify.annotations.NullMarked;
