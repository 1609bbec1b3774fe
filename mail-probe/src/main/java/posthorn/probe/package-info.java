/**
 * Looks at a running installation as its clients do: {@link posthorn.probe.RecordState} compares
 * what DNS says with what a domain is to publish, {@link posthorn.probe.InboxProbe} reads a message
 * by IMAP and POP3. Calls wait for the network, at most for the time that they are given.
 */
@NullMarked
package posthorn.probe;

import org.jspecify.annotations.NullMarked;
