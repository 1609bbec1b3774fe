/**
 * SEARCH (RFC 3501 §6.4.4): first by what the columns say of every message (flags, dates, sizes,
 * mod-sequences), then, for what is left and only where the answer still depends on it, by header
 * and text of the stored message. Messages that are read take room from the common budget, so that
 * searches are bounded together.
 */
@NullMarked
package posthorn.mailbox.search;

import org.jspecify.annotations.NullMarked;
