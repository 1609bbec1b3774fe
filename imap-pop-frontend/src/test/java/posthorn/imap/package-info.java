/** Transcripts of IMAP, played on the pure session and over TCP. */
@NullMarked
package posthorn.imap;

import org.jspecify.annotations.NullMarked;
